import { S3Error } from '../answers/s3-error.js';

export interface Unchunked {
  readonly body: Buffer;
  /** The trailers, by lower-case name. */
  readonly trailers: Readonly<Record<string, string>>;
}

/**
 * Decodes an aws-chunked body without chunk signatures: `HEX-SIZE\r\n BYTES\r\n … 0\r\n name:value\r\n \r\n`. Source:
 * S3 API Reference, "Authenticating Requests: Signature calculations for trailing headers".
 *
 * @throws S3Error `IncompleteBody`
 */
export function decodeAwsChunked(raw: Buffer): Unchunked {
  const chunks: Buffer[] = [];
  let line = readLine(raw, 0);
  for (let size = sizeOf(line.text); size > 0; size = sizeOf(line.text)) {
    const end = line.next + size;
    if (raw.toString('latin1', end, end + 2) !== '\r\n') throw incomplete();
    chunks.push(raw.subarray(line.next, end));
    line = readLine(raw, end + 2);
  }
  return { body: Buffer.concat(chunks), trailers: readTrailers(raw, line.next) };
}

interface Line {
  readonly text: string;
  /** The position of the next chunk. */
  readonly next: number;
}

function readLine(raw: Buffer, from: number): Line {
  const end = raw.indexOf('\r\n', from);
  if (end < 0) throw incomplete();
  return { text: raw.toString('latin1', from, end), next: end + 2 };
}

function sizeOf(line: string): number {
  if (!/^[0-9a-f]{1,8}$/i.test(line)) throw incomplete();
  return Number.parseInt(line, 16);
}

function readTrailers(raw: Buffer, from: number): Record<string, string> {
  const trailers: Record<string, string> = {};
  let line = readLine(raw, from);
  for (; line.text !== ''; line = readLine(raw, line.next)) {
    const [, name, value] = /^([a-z0-9-]+):\s*(.*?)\s*$/i.exec(line.text) ?? [];
    if (name === undefined || value === undefined) throw incomplete();
    trailers[name.toLowerCase()] = value;
  }
  if (line.next !== raw.length) throw incomplete();
  return trailers;
}

const incomplete = () =>
  new S3Error(400, 'IncompleteBody', 'The request body is not well-formed aws-chunked.');
