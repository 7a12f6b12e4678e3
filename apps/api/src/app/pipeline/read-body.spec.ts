import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Connections, exchangeOf } from '../../platform/http/connections.js';
import type { Exchange } from '../../platform/http/exchange.js';
import { ApiError } from '../../platform/problems/api-error.js';
import { failSlowBodies, readBody } from './read-body.js';

const LIMIT = 20_000;

/** Reads a body that arrives in these pieces. */
function read(pieces: readonly Buffer[], length?: number): Promise<Buffer | string> {
  const stream = new PassThrough();
  const headers = length === undefined ? {} : { 'content-length': String(length) };
  const request = Object.assign(stream, { headers, socket: null }) as unknown as IncomingMessage;
  return new Promise((resolve) => {
    readBody(request, LIMIT, (error, body) => resolve(body ?? (error as ApiError).code));
    for (const piece of pieces) stream.write(piece);
    stream.end();
  });
}

const anyPieces = fc.array(
  fc.tuple(fc.nat(6000), fc.nat(255)).map(([length, byte]) => Buffer.alloc(length, byte)),
  { maxLength: 8 },
);

describe('a body', () => {
  it('is read whole, in whatever pieces it comes, with and without its length', async () => {
    await fc.assert(
      fc.asyncProperty(anyPieces, fc.boolean(), async (pieces, isAnnounced) => {
        const whole = Buffer.concat(pieces);
        const outcome = await read(pieces, isAnnounced ? whole.length : undefined);
        expect(outcome).toEqual(whole.length > LIMIT ? 'body_too_large' : whole);
      }),
    );
  });

  it('is refused before it comes where it will be too long, and where it is not as long as announced', async () => {
    expect(await read([], LIMIT + 1)).toBe('body_too_large');
    expect(await read([Buffer.alloc(3)], 4)).toBe('invalid_request');
    expect(await read([Buffer.alloc(4)], 4)).toHaveLength(4);
  });
});

/** Creates a request whose body arrives under the control of the test. */
async function begin(length: number) {
  let exchange: Exchange | undefined;
  const outcome = vi.fn<(outcome: number | string) => void>();
  const connections = new Connections({ connections: 10, time: 1e6, unread: 1e6, held: 1e6 }, () => {});
  const server = connections
    .createServer({}, (request: IncomingMessage, response: ServerResponse) => {
      readBody(request, 10_000_000, (error, body) => {
        outcome(error === null ? body!.length : (error as ApiError).code);
        response.end();
      });
      exchange = exchangeOf(request);
    })
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`);
  await vi.waitFor(() => expect(exchange?.body).toBeDefined());
  const send = async (bytes: number): Promise<void> => {
    const before = exchange!.body!.received;
    socket.write(Buffer.alloc(bytes));
    await vi.waitFor(() =>
      expect((exchange!.body?.received ?? Infinity) - before).toBeGreaterThanOrEqual(bytes),
    );
  };
  const look = (): void => failSlowBodies([exchange!]);
  const end = (): void => {
    socket.destroy();
    server.close();
  };
  return { send, look, outcome, end };
}

it('takes no memory for what is only announced', async () => {
  const { send, end } = await begin(10_000_000);
  const before = process.memoryUsage().arrayBuffers;
  await send(1000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  end();
});

describe('a body that comes slowly', () => {
  it('may take two seconds to begin, then it must come at 16 KiB a second', async () => {
    const { send, look, outcome, end } = await begin(1_000_000);
    for (let second = 0; second < 2; second += 1) look();
    for (let second = 2; second < 20; second += 1) {
      await send(16 * 1024);
      look();
    }
    expect(outcome).not.toHaveBeenCalled();
    await send(10 * 1024);
    look();
    await vi.waitFor(() => expect(outcome).toHaveBeenCalledExactlyOnceWith('request_timeout'));
    end();
  });

  it('is given up after seven seconds of silence, and not before', async () => {
    const { look, outcome, end } = await begin(100);
    for (let second = 0; second < 7; second += 1) look();
    expect(outcome).not.toHaveBeenCalled();
    look();
    expect(outcome).toHaveBeenCalledExactlyOnceWith('request_timeout');
    end();
  });
});
