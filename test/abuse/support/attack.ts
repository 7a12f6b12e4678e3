// Node itself runs the programs that use this: types only that can be stripped.

/** What a client does on each of its connections. It stays within what the service promises to withstand. */
export interface Attack {
  /** Bytes (as latin1) that a connection sends, one after the other for each new connection; at most 1 MiB. */
  readonly payloads: readonly string[];
  /** Connections at a time, at most 2,000, and new ones a second, at most 200. */
  readonly connections: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** Whether answers are read. */
  readonly reads: boolean;
  /** Whether a connection sends its bytes again after each answer. */
  readonly repeats: boolean;
  /** Bytes that are written at once, and milliseconds between them. */
  readonly step: number;
  readonly pause: number;
  /** Whether a connection is reset when all is sent. */
  readonly leaves: boolean;
}

const MIB = 1024 ** 2;

export const attack = (payloads: string | readonly string[], change: Partial<Attack> = {}): Attack => ({
  payloads: [payloads].flat().map((payload) => payload.slice(0, MIB)),
  connections: 2000,
  perSecond: 200,
  seconds: 5,
  reads: false,
  repeats: false,
  step: MIB,
  pause: 0,
  leaves: false,
  ...change,
});

export interface Head {
  readonly method?: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly fields?: Readonly<Record<string, string>>;
}

/** A request's head; with a body its length unless another one is given. */
export function requestOf({ method = 'GET', path, token, fields = {} }: Head, body?: string): string {
  const all = {
    host: 'presign.example',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body, 'latin1')),
    }),
    ...fields,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`;
}

/** @param size bytes of a chunk */
export function chunkedRequestOf(head: Head, body: string, size: number): string {
  const fields = { 'content-type': 'application/json', ...head.fields, 'transfer-encoding': 'chunked' };
  const chunks: string[] = [];
  for (let from = 0; from < body.length; from += size) {
    const chunk = body.slice(from, from + size);
    chunks.push(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  }
  return `${requestOf({ ...head, fields })}${chunks.join('')}0\r\n\r\n`;
}
