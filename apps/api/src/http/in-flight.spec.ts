import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../callers/caller.js';
import { InFlight } from './in-flight.js';

const MIB = 1024 ** 2;
const BOUNDS = { requests: 4, time: 1000, bodies: 100, unread: MIB };

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

const callerOf = (subject: string, issuer = 'platform') => ({ issuer, subject }) as Caller;

/** Requests that were begun, with what they see of the bounds. */
async function serve(inFlight: InFlight, answer: RequestListener): Promise<() => Socket> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  inFlight.watch(server);
  await once(server, 'listening');
  return () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    return socket;
  };
}

describe('requests at a time', () => {
  it('are as many as may be, and count no longer once their client has gone', async () => {
    const inFlight = new InFlight(BOUNDS);
    let begun = 0;
    const request = await serve(inFlight, () => (begun += 1));
    const four = Array.from({ length: 4 }, request);
    await vi.waitFor(() => expect(begun).toBe(4));
    expect(() => inFlight.requireRoom()).not.toThrow();
    request();
    await vi.waitFor(() => expect(begun).toBe(5));
    expect(() => inFlight.requireRoom()).toThrow(
      expect.objectContaining({ code: 'service_unavailable' }) as Error,
    );
    four[0]!.destroy();
    await vi.waitFor(() => expect(() => inFlight.requireRoom()).not.toThrow());
  });

  it('leave in any order', async () => {
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [1, 3, 0, 2],
    ]) {
      const inFlight = new InFlight(BOUNDS);
      const request = await serve(inFlight, () => {});
      const four = Array.from({ length: 4 }, request);
      await vi.waitFor(() => expect(inFlight.size).toBe(4));
      for (const [gone, index] of order.entries()) {
        four[index]!.destroy();
        await vi.waitFor(() => expect(inFlight.size).toBe(3 - gone));
      }
    }
  });

  it('are half of them one subject’s at most', async () => {
    const inFlight = new InFlight(BOUNDS);
    const outcomes: string[] = [];
    const subjects = ['alice', 'alice', 'alice', 'bob', 'alice'].values();
    const request = await serve(inFlight, (_, response) => {
      const subject = subjects.next().value!;
      try {
        inFlight.requireShare(response, callerOf(subject));
        outcomes.push(`${subject} let in`);
      } catch (error) {
        outcomes.push(`${subject} ${(error as { code: string }).code}`);
        response.end();
      }
    });
    for (let count = 1; count <= 5; count += 1) {
      request();
      await vi.waitFor(() => expect(outcomes).toHaveLength(count));
    }
    expect(outcomes).toEqual([
      'alice let in',
      'alice let in',
      'alice service_unavailable',
      'bob let in',
      'alice service_unavailable',
    ]);
  });
});

describe('large bodies', () => {
  it('are so many bytes together, half of them one subject’s at most, and count until they are answered', async () => {
    const inFlight = new InFlight({ ...BOUNDS, requests: 100 });
    const outcomes: string[] = [];
    const asked = [
      ['alice', 50],
      ['alice', 1],
      ['bob', 50],
    ] as const;
    const request = await serve(inFlight, (_, response) => {
      const [subject, bytes] = asked[outcomes.length] ?? ['carol', 1];
      inFlight.requireShare(response, callerOf(subject));
      try {
        inFlight.requireBytes(response, bytes);
        outcomes.push(`${subject} ${bytes}`);
      } catch (error) {
        outcomes.push(`${subject} ${bytes}: ${(error as Error).message.split('.')[0]}`);
        response.end();
      }
    });
    const begun: Socket[] = [];
    for (let count = 1; count <= 4; count += 1) {
      begun.push(request());
      await vi.waitFor(() => expect(outcomes).toHaveLength(count));
    }
    begun[0]!.destroy();
    await vi.waitFor(() => {
      request();
      expect(outcomes.at(-1)).toBe('carol 1');
    });
    expect(outcomes.slice(0, 4)).toEqual([
      'alice 50',
      'alice 1: You have too many large requests under way',
      'bob 50',
      'carol 1: The service has its hands full',
    ]);
  });
});

describe('a sweep', () => {
  it('cuts off what takes too long, and nothing younger', async () => {
    const inFlight = new InFlight(BOUNDS);
    let begun = 0;
    const request = await serve(inFlight, () => (begun += 1));
    const socket = request();
    await vi.waitFor(() => expect(begun).toBe(1));
    const now = performance.now();
    inFlight.sweep(now);
    expect(socket.closed).toBe(false);
    const closed = once(socket, 'close');
    inFlight.sweep(now + 1000);
    await closed;
  });

  it('cuts off those who don’t read, once too much waits for them, and not who does', async () => {
    const inFlight = new InFlight(BOUNDS);
    let begun = 0;
    const answer = Buffer.alloc(16 * MIB);
    const request = await serve(inFlight, (_, response) => {
      begun += 1;
      if (begun > 1) response.end(answer);
    });
    const waiting = request(); // for an answer, not an answer for it
    await vi.waitFor(() => expect(begun).toBe(1));
    const slow = request().pause();
    await vi.waitFor(() => expect(begun).toBe(2));
    slow.resume().pause();
    inFlight.sweep();
    await vi.waitFor(() => {
      slow.resume();
      expect(slow.destroyed).toBe(true);
    });
    expect(slow.bytesRead).toBeLessThan(answer.length);
    expect(waiting.closed).toBe(false);
  });
});
