import { startApi, type Api } from './api.js';
import { readServerEnvironment } from './environment.js';

/**
 * Starts the API with the settings of the environment.
 *
 * @throws Error with a message for operators
 */
export async function startFromEnvironment(): Promise<Api> {
  const environment = readServerEnvironment(process.env);
  try {
    return await startApi(environment);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE') throw error;
    throw new Error(
      `${message}. Another process uses this port: set PORT or MANAGEMENT_PORT to another one.`,
      {
        cause: error,
      },
    );
  }
}
