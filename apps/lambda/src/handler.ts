import { createHandler } from './create-handler.js';
import { readLambdaEnvironment } from './environment.js';

const environment = readLambdaEnvironment(process.env);
// Under way while the application is made, which waits for it.
environment.sealingKeys?.read().catch(() => {});

/** What Lambda calls. Made while the function is initialised, once in a process: an error ends the initialisation with its message. */
export const handler = await createHandler(environment);
