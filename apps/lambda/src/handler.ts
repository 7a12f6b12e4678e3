import { EnvironmentError, readTenantsFile } from '../../api/src/environment.js';
import { createHandler } from './create-handler.js';

const mistakes: string[] = [];
const tenantsFile = readTenantsFile(process.env, mistakes);
if (mistakes.length > 0) throw new EnvironmentError(mistakes);

/** What Lambda calls. Made while the function is initialised, once in a process: a mistake ends the initialisation with its words. */
export const handler = await createHandler({ tenantsFile, logFd: 1 });
