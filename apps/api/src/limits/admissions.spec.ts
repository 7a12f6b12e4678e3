import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import { Connection } from '../platform/http/connection.js';
import { Connections, exchangeOf } from '../platform/http/connections.js';
import { Admissions } from './admissions.js';

const connections = new Connections({ connections: 1e6, time: 1e6, unread: 1e6, held: 1e6 }, () => {});

/** Creates a request on a connection of its own. */
function request(): IncomingMessage {
  const socket = new Socket();
  const connection = new Connection(socket, () => {}, connections);
  connections.keep(connection);
  const message = { socket, headers: {}, method: 'POST' } as unknown as IncomingMessage;
  connection.dispatch(message, { on() {} } as unknown as ServerResponse);
  return message;
}

const accessOf = (tenant: string, subject: string): TenantAccess =>
  ({ tenant: { id: tenant }, caller: { issuer: 'platform', subject } }) as TenantAccess;

const isRefused = (attempt: () => void): boolean => {
  try {
    attempt();
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: 'service_unavailable' });
    return true;
  }
};

describe('requests at a time', () => {
  it('are half of them one subject’s at most, two thirds one tenant’s', () => {
    const admissions = new Admissions({ requests: 30, bytes: 100 });
    const admit = (tenant: string, subject: string) =>
      isRefused(() => admissions.admit(request(), accessOf(tenant, subject)));
    const count = (tenant: string, subject: string) =>
      Array.from({ length: 40 }, () => admit(tenant, subject)).filter((isNot) => !isNot).length;
    expect(count('a', 'alice')).toBe(15);
    expect(count('a', 'bob')).toBe(5);
    expect(count('b', 'alice')).toBe(0); // one token may name several tenants
    expect(count('b', 'dora')).toBeGreaterThan(2);
    expect(admit('c', 'carol')).toBe(false);
  });

  it('count until they are over, in whatever order they end', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (order) => {
        const admissions = new Admissions({ requests: 100, bytes: 100 });
        const all = order.map(request);
        for (const each of all) admissions.admit(each, accessOf('a', 'alice'));
        for (const [gone, index] of order.entries()) {
          expect(admissions.size).toBe(6 - gone);
          admissions.release(exchangeOf(all[index]!)!);
          admissions.release(exchangeOf(all[index]!)!);
        }
        expect(admissions.size).toBe(0);
      }),
    );
  });
});

describe('memory', () => {
  it('is reserved for the largest body, half of what there is, and some is left for others', () => {
    const admissions = new Admissions({ requests: 100, bytes: 16 });
    const reserve = (tenant: string, subject: string, bytes: number) => {
      const asking = request();
      admissions.admit(asking, accessOf(tenant, subject));
      return { asking, isRefused: isRefused(() => admissions.reserve(asking, bytes)) };
    };
    const first = reserve('a', 'alice', 8);
    expect(first.isRefused).toBe(false);
    expect(isRefused(() => admissions.reserve(first.asking, 2))).toBe(false); // memory for the answer
    expect(reserve('a', 'alice', 4).isRefused).toBe(true);
    expect(reserve('a', 'bob', 4).isRefused).toBe(true);
    expect(reserve('b', 'bob', 4).isRefused).toBe(false);
    admissions.release(exchangeOf(first.asking)!);
    expect(reserve('a', 'alice', 4).isRefused).toBe(false);
  });
});

const from = (socket: object) => ({ socket, headers: {} }) as unknown as IncomingMessage;

it('does nothing for a client that has disconnected, and admits requests that came without a connection', () => {
  const admissions = new Admissions({ requests: 1, bytes: 1 });
  for (const act of [
    (asked: IncomingMessage) => admissions.admit(asked, accessOf('a', 'alice')),
    (asked: IncomingMessage) => admissions.reserve(asked, 1000),
  ]) {
    expect(() => act(from({ destroyed: true }))).toThrow('disconnected');
    expect(() => act(from({}))).not.toThrow();
  }
  expect(admissions.size).toBe(0);
});
