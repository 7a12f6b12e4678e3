// Node itself runs the programs that import this module. It must contain only types that Node can strip.

/** What a client does on each of its connections. It stays within the limits that the service promises to withstand. */
export interface Attack {
  /**
   * The bytes (as latin1) that connections send. Each new connection takes the next payload. A payload has at most 1
   * MiB.
   */
  readonly payloads: readonly string[];
  /** The number of connections at a time, at most 2,000, and of new connections a second, at most 200. */
  readonly connections: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** Whether the client reads answers. */
  readonly reads: boolean;
  /** Whether a connection sends its payload again after each answer. */
  readonly repeats: boolean;
  /** The number of bytes of one write, and the milliseconds between two writes. */
  readonly step: number;
  readonly pause: number;
  /** Whether the client resets a connection after it has sent the payload. */
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

/** Returns a request's head. With a body, it has the body's length unless `fields` has another one. */
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

/** Returns a request whose body is sent in chunks. @param size the size of a chunk in bytes */
export function chunkedRequestOf(head: Head, body: string, size: number): string {
  const fields = { 'content-type': 'application/json', ...head.fields, 'transfer-encoding': 'chunked' };
  const chunks: string[] = [];
  for (let from = 0; from < body.length; from += size) {
    const chunk = body.slice(from, from + size);
    chunks.push(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  }
  return `${requestOf({ ...head, fields })}${chunks.join('')}0\r\n\r\n`;
}
