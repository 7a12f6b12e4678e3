import { createHandler } from './create-handler.js';
import { readLambdaEnvironment } from './environment.js';

const environment = readLambdaEnvironment(process.env);
// The keys are already being read while the application starts, which then waits for them.
environment.sealingKeys?.read().catch(() => {});

/**
 * The handler that Lambda calls. It is made once in a process, during the initialisation of the function. An error ends
 * the initialisation with its message.
 */
export const handler = await createHandler(environment);
