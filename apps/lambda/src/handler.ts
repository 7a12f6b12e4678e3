import { readEnvironment } from '../../api/src/app/environment.js';
import { createHandler } from './create-handler.js';

/** What Lambda calls. Made while the function is initialised, once in a process: a mistake ends the initialisation with its words. */
export const handler = await createHandler(readEnvironment(process.env));
