import { TransferError } from '#client';
import { ConfigurationError } from '../command.js';
import { escapeText } from './escape.js';
import { jsonLine } from './json-line.js';

/** What the command says about an error. */
interface Failure {
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
}

function failureOf(error: unknown): Failure {
  const { message } = error as Error;
  if (error instanceof ConfigurationError) return { code: 'invalid_configuration', message };
  if (error instanceof TransferError) {
    const { code, requestId } = error;
    return {
      code,
      message: code === 'wrong_api' ? `PRESIGN_API is not the URL of the API. ${message}` : message,
      ...(requestId !== undefined && { requestId }),
    };
  }
  const { code = 'failed' } = error as NodeJS.ErrnoException;
  // Messages of Node begin with the code.
  return { code, message: message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message };
}

/** Returns a failure as a line of JSON. @param about the key, path or command that failed */
export const failureJson = (about: string, error: unknown): string =>
  jsonLine({ error: failureOf(error), about });

/** Returns a failure as a line for people. @param about the key, path or command that failed */
export function failureText(about: string, error: unknown): string {
  const { code, message, requestId } = failureOf(error);
  const request = requestId === undefined ? '' : ` (request ${requestId})`;
  return `${escapeText(about)}: ${code}: ${escapeText(message)}${request}\n`;
}
