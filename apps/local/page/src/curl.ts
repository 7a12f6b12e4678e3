import type { SentRequest } from './alter.js';

/** The body of an upload if its length was not signed. */
export const SAMPLE = 'hello from tenant-presign\n';

/**
 * Returns a curl command for a POSIX shell that sends the request.
 *
 * @param length the signed length of an upload in bytes; left out if none was signed
 */
export function curlCommand({ url, method, headers }: SentRequest, key: string, length?: number): string {
  const fields = Object.entries(headers).map((field) => `-H ${quoted(field.join(': '))}`);
  const curl = (...options: readonly string[]) =>
    ['curl -sS --fail-with-body', ...options, ...fields, quoted(url)].join(' ');
  switch (method) {
    case 'PUT':
      return `${length === undefined ? `printf %s ${quoted(SAMPLE)}` : `head -c ${length} /dev/zero`} | ${curl('-X PUT --data-binary @-')}`;
    case 'HEAD':
      return curl('-I');
    case 'GET':
      return curl(`-o ${quoted(`./${fileName(key)}`)}`);
    default:
      return curl(`-X ${method}`);
  }
}

/** Quotes a text for a shell: POSIX.1-2024, Shell Command Language, 2.2.2 "Single-Quotes". */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const fileName = (key: string): string => key.split('/').at(-1) || 'object';
