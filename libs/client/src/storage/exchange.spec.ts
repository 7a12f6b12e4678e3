import { expect, it } from 'vitest';
import type { Context } from '../context.js';
import { TransferError } from '../errors.js';
import { AdaptiveLimit } from '../work/adaptive-limit.js';
import { exchange } from './exchange.js';

const temporary = new TransferError('network', 'The connection failed.', { status: 503, isTemporary: true });
const signed = { url: 'https://s3.example/object', method: 'GET', headers: {}, until: Infinity };

/** Counts what happens while the given request fails. */
async function failing(sign: () => Promise<typeof signed>) {
  const counts = { signed: 0, sent: 0, lost: 0, denied: 0 };
  const requests = new AdaptiveLimit(8, 64);
  const context = {
    send: () => {
      counts.sent += 1;
      return Promise.reject(temporary);
    },
    requests,
    retries: { policy: { attempts: 3, base: 0, longest: 0 } },
    seesAllHeaders: false,
  } as unknown as Context;
  const error = await exchange(context, {
    sign: () => {
      counts.signed += 1;
      return sign();
    },
    read: () => Promise.resolve(),
    onLost: () => void (counts.lost += 1),
    onDenied: () => void (counts.denied += 1),
  }).catch((thrown: unknown) => thrown);
  return { error, ...counts, limit: requests.limit };
}

it('repeats a request that the storage does not answer, with a new signature, and sends fewer at once', async () => {
  expect(await failing(() => Promise.resolve(signed))).toEqual({
    error: temporary,
    signed: 3,
    sent: 3,
    lost: 3,
    denied: 0,
    limit: 4,
  });
});

it('does not repeat an error of signing, which says nothing about the storage', async () => {
  expect(await failing(() => Promise.reject(temporary))).toEqual({
    error: temporary,
    signed: 1,
    sent: 0,
    lost: 0,
    denied: 0,
    limit: 8,
  });
});
