import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../caller.js';
import { Connections, endEarly, exchangeOf, type ConnectionBounds } from './connections.js';

const MIB = 1024 ** 2;
const BOUNDS: ConnectionBounds = { connections: 100, time: 10_000, unread: MIB, held: MIB };

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(handler: Handler, bounds: Partial<ConnectionBounds> = {}, onParse = () => {}) {
  const connections = new Connections({ ...BOUNDS, ...bounds }, () => {});
  const server = connections.createServer({}, handler).listen(0, '127.0.0.1');
  watchParser(server, onParse);
  servers.push(server);
  await once(server, 'listening');
  const client = (): Socket & { received: string } => {
    const socket = Object.assign(connect((server.address() as AddressInfo).port, '127.0.0.1'), {
      received: '',
    });
    socket.on('data', (data) => (socket.received += data.toString('latin1')));
    socket.on('error', () => {});
    sockets.push(socket);
    return socket;
  };
  return { connections, client };
}

/** Tells of each call of Node's parser, which stands between it and the connection. */
function watchParser(server: Server, onParse: () => void): void {
  const [, add] = server.listeners('connection') as [unknown, (socket: Socket) => void];
  server.removeListener('connection', add);
  server.on('connection', (socket: Socket) => {
    const [parse] = socket.listeners('data') as [(chunk: Buffer) => void];
    socket.removeListener('data', parse);
    socket.on('data', (chunk: Buffer) => {
      onParse();
      parse(chunk);
    });
    add(socket);
  });
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;
const post = (path: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
const chunked = (path: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n` +
  `${body === '' ? '' : `${body.length.toString(16)}\r\n${body}\r\n`}0\r\n\r\n`;

/** Answers with path and body, once the body is there. */
const echo: Handler = (request, response) => {
  let body = '';
  request.on('data', (data: Buffer) => (body += data.toString('latin1')));
  request.on('end', () => response.end(`<${request.url} ${body}>`));
};

/** Settles when the connection has ended, in whatever way. */
const ended = (socket: Socket): Promise<void> =>
  new Promise((resolve) => void socket.once('close', () => resolve()));

const answersIn = (received: string): string[] =>
  Array.from(received.matchAll(/<([^>]*)>/g), ([, text]) => text!);

describe('pipelined requests', () => {
  it('are answered one after the other, in order, however they are cut and whatever is in them', async () => {
    const { client } = await serve(echo);
    const anyBody = fc.oneof(
      fc.stringMatching(/^[ -;=?-~]{0,60}$/),
      fc.constantFrom('\r\n\r\n', '\r\n\r\nGET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n', '\r\n'.repeat(40)),
    );
    const anyRequest = fc.oneof(
      fc.constant({ text: get('/g'), body: '' }),
      anyBody.map((body) => ({ text: post('/p', body), body })),
      anyBody.map((body) => ({ text: chunked('/c', body), body })),
      anyBody.map((body) => ({ text: `\r\n\r\n${post('/p', body)}`, body })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRequest, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(400), { maxLength: 6 }),
        async (requests, cuts) => {
          const socket = client();
          const text = requests.map((request) => request.text).join('');
          let from = 0;
          for (const cut of cuts) {
            socket.write(text.slice(from, from + cut), 'latin1');
            from += cut;
            await sleep(1);
          }
          if (from < text.length) socket.write(text.slice(from), 'latin1');
          const wanted = requests.map(({ text: head, body }) => `${/\/[gpc]/.exec(head)![0]} ${body}`);
          await vi.waitFor(() => expect(answersIn(socket.received)).toEqual(wanted));
          socket.destroy();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are at most one under way for each connection', async () => {
    let [underWay, most] = [0, 0];
    const { client } = await serve((_, response) => {
      most = Math.max(most, ++underWay);
      setTimeout(() => {
        underWay -= 1;
        response.end('<done>');
      }, 2);
    });
    const socket = client();
    socket.write(get('/').repeat(50));
    await vi.waitFor(() => expect(answersIn(socket.received)).toHaveLength(50));
    expect(most).toBe(1);
  });

  it('don’t go on once their client has gone', async () => {
    let count = 0;
    const { client } = await serve((_, response) => {
      count += 1;
      setTimeout(() => response.end(), 20);
    });
    const socket = client();
    socket.write(get('/').repeat(1000));
    await vi.waitFor(() => expect(count).toBeGreaterThan(1));
    socket.destroy();
    await ended(socket);
    const before = count;
    await sleep(100);
    expect(count - before).toBeLessThan(3);
  });

  it('are not held without a bound: the connection that has sent most ahead is closed', async () => {
    const { client } = await serve(() => {}, { held: 100_000 });
    const modest = client();
    modest.write(get('/').repeat(3));
    await sleep(20);
    const greedy = [1500, 1600, 1700, 1800].map((count) => {
      const socket = client();
      socket.write(get('/').repeat(count));
      return socket;
    });
    await vi.waitFor(() => expect(greedy.filter(({ closed }) => closed)).toHaveLength(2));
    expect(modest.closed).toBe(false);
  });
});

describe('what is cut into very small pieces', () => {
  /** Bytes of one read. */
  const CHUNK = 64 * 1024;
  const emptyLines = '\r\n'.repeat(CHUNK / 2);
  const lastChunks = '0\r\n\r\n'.repeat(CHUNK / 5);
  const cases: Record<string, readonly string[]> = {
    'empty lines': [emptyLines, emptyLines],
    'empty lines behind a request': [`${get('/')}\r\n`, emptyLines, emptyLines],
    'empty lines behind a body': [`${post('/', 'x')}\r\n`, emptyLines, emptyLines],
    'a chunked body full of last chunks': [
      `POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${(2 * lastChunks.length).toString(16)}\r\n`,
      lastChunks,
      lastChunks,
      '\r\n0\r\n\r\n',
    ],
    'chunks of a byte': [
      'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n',
      '1\r\nx\r\n'.repeat(10_000),
      '0\r\n\r\n',
    ],
  };

  it.for(Object.entries(cases))('%s: takes few calls of the parser', async ([, parts]) => {
    let [calls, most] = [0, 0];
    const { client } = await serve(echo, {}, () => (most = Math.max(most, ++calls)));
    const socket = client();
    const count = setInterval(() => (calls = 0), 0);
    for (const part of parts) {
      socket.write(part, 'latin1');
      await sleep(5);
    }
    socket.write(get('/next'));
    await vi.waitFor(() => expect(socket.received).toContain('</next >'));
    clearInterval(count);
    expect(most).toBeLessThan(64 * 17); // pieces of as many tasks as a turn may have
  });
});

describe('a body', () => {
  it('is not parsed until it is read, however it comes', async () => {
    let [calls, read] = [0, (): void => {}];
    const handler: Handler = (request, response) => {
      read = () => void echo(request, response);
    };
    const { client } = await serve(handler, {}, () => (calls += 1));
    const socket = client();
    const body = 'x'.repeat(3000);
    for (let from = 0; from < body.length; from += 1000) {
      socket.write(from === 0 ? post('/', body).slice(0, -2000) : body.slice(from, from + 1000));
      await sleep(5);
    }
    expect(calls).toBe(1); // the head
    read();
    await vi.waitFor(() => expect(answersIn(socket.received)).toEqual([`/ ${body}`]));
  });
});

describe('a new connection where many wait', () => {
  const signed = (token: string): string =>
    `GET /signed HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`;
  const seen = 'seen'.repeat(10);

  it.for([
    {
      title: 'waits with its tenant, and not with strangers, if its token was seen',
      token: seen,
      isFirst: true,
    },
    { title: 'waits with strangers if its token was not', token: 'other'.repeat(10), isFirst: false },
  ])('$title', async ({ token, isFirst }) => {
    const order: string[] = [];
    const { client, connections } = await serve(
      (request, response) => {
        if (request.url === '/signed') Object.assign(exchangeOf(request)!, { caller: {}, tenant: 'acme' });
        order.push(request.url!);
        response.end('<done>');
      },
      { connections: 300 },
    );
    const before = client();
    before.write(signed(seen));
    await vi.waitFor(() => expect(answersIn(before.received)).toHaveLength(1));
    order.length = 0;
    const strangers = Array.from({ length: 200 }, client);
    const newcomer = client();
    await vi.waitFor(() => expect(connections.size).toBe(202));
    for (const socket of strangers) socket.write(get('/'));
    newcomer.write(signed(token));
    await vi.waitFor(() => expect(order).toHaveLength(201));
    expect(order.indexOf('/signed') < 150).toBe(isFirst);
  });
});

describe('an answer before the body', () => {
  it('reaches a client that goes on sending, and ends the connection', async () => {
    const { client } = await serve((request, response) => {
      endEarly(request);
      response.end('<early>');
    });
    const socket = client();
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${8 * MIB}\r\n\r\n`);
    const sending = setInterval(() => socket.write('x'.repeat(1000)), 5);
    const begin = performance.now();
    await ended(socket);
    clearInterval(sending);
    expect(socket.received).toContain('<early>');
    expect(socket.received).toMatch(/^connection: close\r$/im);
    expect(performance.now() - begin).toBeLessThan(2000);
  });

  it('keeps the connection where the body is there, too', async () => {
    const { client } = await serve((request, response) =>
      setImmediate(() => {
        endEarly(request);
        response.end('<early>');
      }),
    );
    const socket = client();
    socket.write(post('/', 'short'));
    await vi.waitFor(() => expect(answersIn(socket.received)).toHaveLength(1));
    socket.write(post('/', 'short'));
    await vi.waitFor(() => expect(answersIn(socket.received)).toHaveLength(2));
  });

  it('reads no more than 64 KiB behind it', async () => {
    const { client } = await serve((request, response) => {
      endEarly(request);
      response.end('<early>');
    });
    const socket = client();
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${64 * MIB}\r\n\r\n`);
    socket.write(Buffer.alloc(64 * MIB));
    await ended(socket);
    expect(socket.received).toContain('<early>');
  });

  it('is all that a GET with a body gets', async () => {
    const { client } = await serve((_, response) => response.end('<page>'));
    const socket = client();
    socket.write(`GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n${get('/smuggled')}`);
    await ended(socket);
    expect(answersIn(socket.received)).toEqual(['page']);
  });
});

describe('a ceiling', () => {
  it('closes the connection that has waited longest, and serves the newcomer', async () => {
    const { client } = await serve(echo, { connections: 5 });
    const old = Array.from({ length: 5 }, client);
    await Promise.all(old.map((socket) => once(socket, 'connect')));
    await sleep(20);
    const newcomer = client();
    newcomer.write(get('/new'));
    await vi.waitFor(() => expect(answersIn(newcomer.received)).toEqual(['/new ']));
    expect(old.filter(({ closed }) => closed)).toHaveLength(1);
  });

  it('spares admitted requests, and those who were admitted before strangers', async () => {
    const { client, connections } = await serve(
      (request, response) => {
        const exchange = exchangeOf(request)!;
        if (request.url !== '/stranger') exchange.caller = {} as Caller;
        if (request.url !== '/waiting') response.end('<done>');
      },
      { connections: 3 },
    );
    const [waiting, known] = [client(), client()];
    waiting.write(get('/waiting'));
    known.write(get('/known'));
    await vi.waitFor(() => expect(known.received).toContain('<done>'));
    const strangers: (Socket & { received: string })[] = [];
    for (let count = 0; count < 5; count += 1) {
      const stranger = client();
      stranger.write(get('/stranger'));
      await vi.waitFor(() => expect(stranger.received).toContain('<done>'));
      strangers.push(stranger);
    }
    await vi.waitFor(() => expect(strangers.filter(({ closed }) => closed)).toHaveLength(4));
    expect([waiting.closed, known.closed]).toEqual([false, false]);
    expect(connections.size).toBe(3);
  });
});

describe('a ceiling that one tenant has reached', () => {
  it('closes one of that tenant’s connections, and not an older one of another tenant', async () => {
    const { client } = await serve(
      (request, response) => {
        Object.assign(exchangeOf(request)!, { caller: {}, tenant: request.url });
        response.end('<done>');
      },
      { connections: 4 },
    );
    const admitted = async (tenant: string) => {
      const socket = client();
      socket.write(get(tenant));
      await vi.waitFor(() => expect(socket.received).toContain('<done>'));
      return socket;
    };
    const other = await admitted('/other');
    const many = [await admitted('/many'), await admitted('/many'), await admitted('/many')];
    await admitted('/newcomer');
    await vi.waitFor(() => expect(many.filter(({ closed }) => closed)).toHaveLength(1));
    expect([other.closed, many[0]!.closed]).toEqual([false, true]);
  });
});

describe('a sweep', () => {
  it('cuts off what takes too long, strangers sooner, and nothing younger', async () => {
    let begun = 0;
    const { client, connections } = await serve((request) => {
      if (request.url === '/known') exchangeOf(request)!.caller = {} as Caller;
      begun += 1;
    });
    const [known, stranger] = [client(), client()];
    known.write(get('/known'));
    stranger.write(get('/stranger'));
    await vi.waitFor(() => expect(begun).toBe(2));
    const now = performance.now();
    connections.sweep(now);
    await sleep(20);
    expect([known.closed, stranger.closed]).toEqual([false, false]);
    connections.sweep(now + 1000);
    await ended(stranger);
    expect(known.closed).toBe(false);
    connections.sweep(now + 10_000);
    await ended(known);
  });

  it('cuts off those who don’t read, once too much waits for them, and not who does', async () => {
    const { client, connections } = await serve((request, response) => {
      if (request.url === '/large') response.end(Buffer.alloc(16 * MIB));
    });
    const [waiting, slow] = [client(), client()];
    waiting.write(get('/'));
    slow.pause();
    slow.write(get('/large'));
    await sleep(100);
    connections.sweep();
    await vi.waitFor(() => {
      slow.resume();
      expect(slow.destroyed).toBe(true);
    });
    expect(slow.bytesRead).toBeLessThan(16 * MIB);
    expect(waiting.closed).toBe(false);
  });
});
