import type { SentRequest } from './alter.js';

/** What an upload sends if no length was signed. */
export const SAMPLE = 'hello from tenant-presign\n';

/** Returns a curl command for a POSIX shell that sends the request. @param length bytes of an upload, if they were signed */
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

/** POSIX.1-2024, Shell Command Language, 2.2.2 "Single-Quotes". */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const fileName = (key: string): string => key.split('/').at(-1) || 'object';
