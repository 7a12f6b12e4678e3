import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { answersIn, echo, ended, get, MIB, serve } from '../../../testing/connections.js';
import type { Caller } from '../caller.js';
import { exchangeOf } from './connections.js';

const signed = (token: string): string =>
  `GET /signed HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`;

describe('a new connection where many wait', () => {
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
        Object.assign(exchangeOf(request)!, {
          caller: { issuer: 'idp', subject: request.url },
          tenant: request.url,
        });
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

it('answers a request with an expectation that HTTP does not define', async () => {
  const { client } = await serve((_, response) => void response.end('<done>'));
  const socket = client();
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nExpect: other\r\nContent-Length: 0\r\n\r\n');
  await vi.waitFor(() => expect(socket.received).toContain('<done>'));
  expect(socket.received).toMatch(/^HTTP\/1\.1 200 /);
});

describe('a connection that waits for its turn', () => {
  it('is not read on when it sends more, and gets all answers in the end', async () => {
    let isAnswered = false;
    const waiting: ServerResponse[] = [];
    const { client } = await serve((_, response) => {
      if (isAnswered) response.end('<done>');
      else waiting.push(response);
    });
    const socket = client();
    for (let sent = 0; sent < 20; sent += 1) {
      socket.write(get('/')); // together, these bytes are below the limit
      await sleep(2);
    }
    await vi.waitFor(() => expect(waiting[0]?.socket?.isPaused()).toBe(true));
    isAnswered = true;
    waiting[0]!.end('<done>');
    await vi.waitFor(() => expect(answersIn(socket.received)).toHaveLength(20));
  });

  it('leaves the line when its client goes', async () => {
    const { client, connections } = await serve(() => {});
    vi.spyOn(connections.scheduler, 'tryNow').mockReturnValue(false);
    const queue = vi.spyOn(connections.scheduler, 'queue').mockReturnValue();
    const drop = vi.spyOn(connections.scheduler, 'drop');
    const socket = client();
    socket.write(get('/'));
    await vi.waitFor(() => expect(queue).toHaveBeenCalledOnce());
    expect(drop).not.toHaveBeenCalled();
    socket.resetAndDestroy();
    await vi.waitFor(() => expect(drop).toHaveBeenCalledExactlyOnceWith(queue.mock.calls[0]![0]));
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
