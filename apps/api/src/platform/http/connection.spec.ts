import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  answersIn,
  chunked,
  echo,
  ended,
  get,
  MIB,
  post,
  serve,
  type Handler,
} from '../../../testing/connections.js';
import { endEarly } from './connections.js';

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
  /** The number of bytes of one read. */
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
    expect(most).toBeLessThan(64 * 17); // 64 tasks may begin in a turn
  });

  it.each([
    ['a body', post('/p', 'x'.repeat(200)), 'x'.repeat(200)],
    ['a head', post(`/p?${'q'.repeat(200)}`, ''), ''],
    ['a chunked body', chunked('/p', 'x'.repeat(200)), 'x'.repeat(200)],
  ])('is collected, and answered all the same: %s', async (_, text, body) => {
    let calls = 0;
    const { client } = await serve(echo, {}, () => (calls += 1));
    const socket = client().setNoDelay(true);
    const began = performance.now();
    for (const byte of text + get('/next')) {
      socket.write(byte);
      await sleep(2);
    }
    await vi.waitFor(() => expect(answersIn(socket.received)).toHaveLength(2), 3000);
    expect(answersIn(socket.received)[0]).toMatch(new RegExp(` ${body}$`));
    // Sixteen reads of each of the two requests, two calls for each read after them.
    expect(calls).toBeLessThan(2 * 18 + (2 * (performance.now() - began)) / 100);
  });

  it('does not delay requests of a few pieces, however many come', async () => {
    const { client } = await serve(echo);
    const socket = client().setNoDelay(true);
    const text = post('/p', 'four pieces');
    const began = performance.now();
    for (let count = 1; count <= 20; count += 1) {
      for (let from = 0; from < text.length; from += 20) {
        socket.write(text.slice(from, from + 20));
        await sleep(1);
      }
      await vi.waitFor(() => expect(answersIn(socket.received)).toHaveLength(count), { interval: 1 });
    }
    expect(performance.now() - began).toBeLessThan(1500);
  });
});

describe('a body', () => {
  it('is not parsed until it is read, however it comes', async () => {
    let [calls, read] = [0, (): void => {}];
    const handler: Handler = (request, response) => {
      read = () => echo(request, response);
    };
    const { client } = await serve(handler, {}, () => (calls += 1));
    const socket = client();
    const body = 'x'.repeat(3000);
    for (let from = 0; from < body.length; from += 1000) {
      socket.write(from === 0 ? post('/', body).slice(0, -2000) : body.slice(from, from + 1000));
      await sleep(5);
    }
    expect(calls).toBe(1); // for the head
    read();
    await vi.waitFor(() => expect(answersIn(socket.received)).toEqual([`/ ${body}`]));
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
