import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createSecureServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TransferError } from '../errors.js';
import { textOf, type HttpResponse } from '../storage/send.js';
import { receivingSend } from './receiving-send.js';

/** Handles each connection of the server. `count` is the number of the request. */
let answer: (socket: Socket, count: number) => void;
let server: Server;
let url: string;
let connections: number;
const sockets = new Set<Socket>();

beforeEach(async () => {
  connections = 0;
  let requests = 0;
  server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    let text = '';
    socket
      .on('error', () => undefined)
      .on('data', (data) => {
        text += data.toString('latin1');
        for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
          text = text.slice(end + 4);
          answer(socket, requests++);
        }
      });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bucket/key?a=b`;
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise((resolve) => server.close(resolve));
});

const whole = (body: string, head = ''): string =>
  `HTTP/1.1 200 OK\r\n${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const asked = (stall = 5000) => {
  const send = receivingSend(stall);
  return (signal?: AbortSignal): Promise<HttpResponse> =>
    send({ method: 'GET', url, ...(signal && { signal }) });
};
/** Reads the start of the body into a buffer. @returns the number of bytes */
const fillWith = ({ reader }: HttpResponse, buffer: Uint8Array): Promise<number> => reader!.fill(buffer);
const failsBy = (words: string) =>
  expect.objectContaining({
    code: 'network',
    isTemporary: true,
    message: expect.stringContaining(words) as string,
  });

/** Reads the whole body into buffers of these lengths, one after the other. */
const filled = async (response: HttpResponse, lengths: readonly number[]): Promise<Buffer> => {
  const buffers = lengths.map((length) => Buffer.alloc(length));
  for (const buffer of buffers) expect(await fillWith(response, buffer)).toBe(buffer.length);
  expect(await response.reader!.isAtEnd()).toBe(true);
  return Buffer.concat(buffers);
};
/** Divides a length at places. */
const dividedAt = (length: number, cuts: readonly number[]): number[] => {
  const places = [0, ...cuts.map((cut) => cut % (length + 1)), length].sort((one, other) => one - other);
  return places.slice(1).map((place, index) => place - places[index]!);
};
const bytesOf = async ({ body: chunks }: HttpResponse): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
};
const byNode = () =>
  new Promise<{ status: number; header: (name: string) => string | undefined; bytes: Buffer }>(
    (resolve, reject) => {
      get(url, { agent: false }, (incoming) => {
        incoming.on('error', reject);
        void incoming.toArray().then((chunks: Buffer[]) =>
          resolve({
            status: incoming.statusCode!,
            header: (name) => incoming.headersDistinct[name]?.join(', '),
            bytes: Buffer.concat(chunks),
          }),
        );
      }).on('error', reject);
    },
  );

/** Sends the bytes in several separate pieces. */
async function inPieces(socket: Socket, bytes: Buffer, cuts: readonly number[]): Promise<void> {
  socket.setNoDelay(true);
  const places = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((one, other) => one - other);
  for (const [index, place] of [0, ...places].entries()) {
    socket.write(bytes.subarray(place, places[index] ?? bytes.length));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('as Node’s own HTTP', () => {
  const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  const chunked = fc
    .array(body)
    .map((chunks) =>
      Buffer.concat([
        ...chunks
          .filter(({ length }) => length > 0)
          .map((chunk) =>
            Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]),
          ),
        Buffer.from('0\r\n\r\n'),
      ]),
    );
  const fields = fc.array(
    fc.tuple(
      fc.constantFrom('ETag', 'x-amz-request-id', 'X-Amz-Meta-A'),
      fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/),
    ),
    { maxLength: 5 },
  );
  const responses = fc
    .record({
      status: fc.constantFrom(200, 206, 403, 404, 416, 500, 503),
      early: fc.constantFrom(
        '',
        'HTTP/1.1 100 Continue\r\n\r\n',
        'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n',
      ),
      fields,
      framed: fc.oneof(
        body.map((bytes) => [`Content-Length: ${bytes.length}\r\n`, bytes] as const),
        chunked.map((bytes) => ['Transfer-Encoding: chunked\r\n', bytes] as const),
        body.map((bytes) => ['Connection: close\r\n', bytes] as const),
      ),
    })
    .map(({ status, early, fields: list, framed: [framing, bytes] }) =>
      Buffer.concat([
        Buffer.from(
          `${early}HTTP/1.1 ${status} Word\r\n${list.map(([name, value]) => `${name}: ${value}\r\n`).join('')}${framing}\r\n`,
        ),
        bytes,
      ]),
    );

  it('reads any response, in any pieces, into a buffer or chunk by chunk', async () => {
    await fc.assert(
      fc.asyncProperty(
        responses,
        fc.array(fc.nat(), { maxLength: 8 }),
        fc.option(fc.array(fc.nat(), { maxLength: 4 })),
        async (bytes, cuts, buffers) => {
          answer = (socket) =>
            void inPieces(socket, bytes, cuts).then(
              () => bytes.includes('Connection: close') && socket.end(),
            );
          const [expected, received] = await Promise.all([byNode(), asked()()]);
          expect(received.status).toBe(expected.status);
          for (const name of ['etag', 'x-amz-request-id', 'x-amz-meta-a'])
            expect(received.header(name)).toBe(expected.header(name));
          const read = buffers
            ? filled(received, dividedAt(expected.bytes.length, buffers))
            : bytesOf(received);
          expect(await read).toEqual(expected.bytes);
        },
      ),
    );
  });
});

describe('connections', () => {
  it('uses one again, and another where it is taken or was closed', async () => {
    answer = (socket, count) => {
      socket.write(whole(`body ${count}`));
      if (count === 3) socket.end();
    };
    const send = asked();
    expect(await textOf(await send())).toBe('body 0');
    expect(await textOf(await send())).toBe('body 1');
    expect(connections).toBe(1);
    const [one, other] = await Promise.all([send(), send()]);
    expect([await textOf(one), await textOf(other)].sort()).toEqual(['body 2', 'body 3']);
    expect(connections).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await textOf(await send())).toBe('body 4');
    expect(await textOf(await send())).toBe('body 5');
    expect(connections).toBe(2);
  });

  it('gives up one whose response was not read to its end', async () => {
    answer = (socket) => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n12345`);
    const send = asked();
    (await send()).discard();
    (await send()).discard();
    expect(connections).toBe(2);
  });

  it('uses one again after a response without a body', async () => {
    answer = (socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n');
    const send = asked();
    (await send()).discard();
    (await send()).discard();
    expect(connections).toBe(1);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['closed before the head', (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\n'), 'closed early'],
    ['no HTTP', (socket: Socket) => socket.write('SSH-2.0-OpenSSH\r\n\r\n'), 'HPE'],
    [
      'a length that is no number',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'),
      'no number',
    ],
    [
      'two lengths',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'),
      'HPE_UNEXPECTED_CONTENT_LENGTH',
    ],
    [
      'a head without end',
      (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\nA: ${'a'.repeat(200_000)}`),
      'header size',
    ],
  ])('%s', async (_, write, words) => {
    answer = (socket) => {
      write(socket);
      setTimeout(() => socket.end(), 50);
    };
    await expect(asked()()).rejects.toEqual(failsBy(words));
  });

  it('a body that ends too early', async () => {
    answer = (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345');
    await expect(fillWith(await asked()(), Buffer.alloc(10))).rejects.toEqual(failsBy('closed early'));
  });

  it('a body that is longer than the buffers', async () => {
    answer = (socket) => socket.write(whole('1234567890'));
    const send = asked();
    const response = await send();
    await filled(await send(), [4, 6]);
    expect(await fillWith(response, Buffer.alloc(4))).toBe(4);
    expect(await response.reader!.isAtEnd()).toBe(false);
    response.discard();
    await filled(await send(), [10]);
    expect(connections).toBe(2);
  });

  it('bytes without a request', async () => {
    answer = (socket) => socket.write(whole('right') + whole('smuggled'));
    const send = asked();
    expect(await textOf(await send())).toBe('right');
    expect(await textOf(await send())).toBe('right');
  });

  it('silence, before the head and within the body', async () => {
    answer = (socket, count) =>
      count > 0 && socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345');
    const send = asked(50);
    await expect(send()).rejects.toEqual(failsBy('no progress in 50 ms'));
    await expect(fillWith(await send(), Buffer.alloc(10))).rejects.toEqual(failsBy('no progress in 50 ms'));
  });

  it('no server that listens', async () => {
    url = 'http://127.0.0.1:1/';
    await expect(asked()()).rejects.toBeInstanceOf(TransferError);
  });

  it('a field that would begin another', async () => {
    const send = receivingSend(1000);
    await expect(send({ method: 'GET', url, headers: { range: 'bytes=0-1\r\nx: y' } })).rejects.toThrow();
    expect(connections).toBe(0);
  });

  it('the signal, before, while it waits, and while it reads; but not afterwards', async () => {
    answer = (socket, count) =>
      count > 0 &&
      socket.write(count > 1 ? whole('x') : 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345');
    const reason = new Error('enough');
    const send = asked();
    await expect(send(AbortSignal.abort(reason))).rejects.toBe(reason);
    const waiting = new AbortController();
    setTimeout(() => waiting.abort(reason), 20);
    await expect(send(waiting.signal)).rejects.toBe(reason);
    const reading = new AbortController();
    setTimeout(() => reading.abort(reason), 20);
    await expect(fillWith(await send(reading.signal), Buffer.alloc(10))).rejects.toBe(reason);
    const late = new AbortController();
    expect(await textOf(await send(late.signal))).toBe('x');
    const before = connections;
    late.abort(reason);
    expect(await textOf(await send())).toBe('x');
    expect(connections).toBe(before);
  });
});

describe('TLS', () => {
  it('trusts certificates that the program trusts, and no others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'presign-tls-'));
    const subject = '-subj /CN=localhost -addext subjectAltName=DNS:localhost';
    const made = `-keyout ${join(folder, 'key')} -out ${join(folder, 'cert')}`;
    const kind = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1';
    execFileSync('openssl', `req ${kind} ${subject} ${made}`.split(' '), { stdio: 'ignore' });
    const [key, cert] = ['key', 'cert'].map((name) => readFileSync(join(folder, name), 'utf8'));
    rmSync(folder, { recursive: true });
    const secure = createSecureServer({ key, cert }, (socket) =>
      socket.on('error', () => undefined).on('data', () => socket.write(whole('secret'))),
    );
    secure.on('tlsClientError', () => undefined);
    await once(secure.listen(0, '127.0.0.1'), 'listening');
    const { port } = secure.address() as AddressInfo;
    const before = getCACertificates('default');
    try {
      url = `https://localhost:${port}/`;
      await expect(asked()()).rejects.toEqual(failsBy('DEPTH_ZERO_SELF_SIGNED_CERT'));
      setDefaultCACertificates([...before, cert!]);
      const buffer = Buffer.alloc(6);
      expect(await fillWith(await asked()(), buffer)).toBe(6);
      expect(buffer.toString()).toBe('secret');
      url = `https://127.0.0.1:${port}/`;
      await expect(asked()()).rejects.toEqual(failsBy('ERR_TLS_CERT_ALTNAME_INVALID'));
    } finally {
      setDefaultCACertificates(before);
      secure.close();
    }
  });
});
