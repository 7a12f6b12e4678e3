import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect } from 'vitest';
import { BucketPresigner, SharedCredentials, parseObjectKey, type EpochSeconds } from '#s3-presign';
import { createPresigner } from '#s3-presign/aws';
import { behaviour, target, type Verdict } from './support/behaviour.js';
import { firstTenant, newKey, now, perform, upload } from './support/presign.js';
import { send } from './support/send.js';
import { temporaryCredentials } from './support/temporary-credentials.js';

const BODY = 'while it lasts';
const key = newKey();

beforeAll(async () => {
  expect((await upload(key, BODY)).status).toBe(200);
});

describe.concurrent('lifetimes', () => {
  behaviour('refuses a URL that expired', async ({ refused }) => {
    refused(await perform({ method: 'GET', key, signedAt: now() - 3600, expiresIn: 3590 }), 403);
  });

  behaviour('accepts a URL signed an hour ago that still lasts', async ({ accepted }) => {
    accepted(await perform({ method: 'GET', key, signedAt: now() - 3600, expiresIn: 3660 }));
  });

  behaviour('refuses a URL that is not valid yet', async ({ refused }) => {
    refused(await perform({ method: 'GET', key, signedAt: now() + 3600 }), 403);
  });

  behaviour('keeps a URL alive for as long as the answer says, to the second', async (verdict) => {
    const { url, expiresAt, limitedBy } = await bucketPresigner().sign(operation(3), now());
    expect(limitedBy).toBe('request');
    await expectAliveUntil(verdict, url, expiresAt);
  });

  behaviour(
    'lets a URL die with three-second credentials, as the answer says, to the second',
    async (verdict) => {
      const { url, expiresAt, limitedBy } = await bucketPresigner(3).sign(operation(60), now());
      expect(limitedBy).toBe('credentials');
      expect(expiresAt - now()).toBeLessThanOrEqual(3);
      await expectAliveUntil(verdict, url, expiresAt);
    },
  );

  behaviour('refuses a URL whose credentials ended, though its signature lasts', async ({ refused }) => {
    const credentials = await temporaryCredentials(3);
    const request = { method: 'GET', key, signedAt: now(), expiresIn: 60 } as const;
    expect((await perform(request, {}, { credentials })).status).toBe(200);
    await sleep(credentials.expiration!.getTime() + 1000 - Date.now());
    refused(await perform(request, {}, { credentials }));
  });

  behaviour('outlives three-second credentials by renewing them', async ({ accepted }) => {
    const presigner = bucketPresigner(3);
    const first = await presigner.sign(operation(60), now());
    await sleep((first.expiresAt + 1) * 1000 - Date.now());
    const { url, expiresAt } = await presigner.sign(operation(60), now());
    expect(expiresAt).toBeGreaterThan(first.expiresAt);
    accepted(await send('GET', url));
    expect((await send('GET', first.url)).status).toBe(403);
  });
});

const operation = (expiresIn: number) => ({ method: 'GET', key: parseObjectKey(key), expiresIn }) as const;

/**
 * Returns a presigner for the first tenant's bucket.
 *
 * @param sessionSeconds the length of the role's sessions; by default the owner's own credentials sign, which don't
 * expire
 */
function bucketPresigner(sessionSeconds?: number): BucketPresigner {
  const { endpoint, region, forcePathStyle } = target;
  const { bucket, credentials } = firstTenant;
  const provider = async () => (sessionSeconds ? temporaryCredentials(sessionSeconds) : credentials);
  return new BucketPresigner(
    createPresigner({ bucket, region, endpoint, forcePathStyle }),
    new SharedCredentials(provider),
    { defaultExpiresIn: 60, maxExpiresIn: 3600 },
  );
}

/**
 * Uses a URL five times a second. Before `expiresAt` the server must accept it, and from then on the server must refuse
 * it.
 */
async function expectAliveUntil(verdict: Verdict, url: string, expiresAt: EpochSeconds): Promise<void> {
  for (let started = Date.now(); started < (expiresAt + 2) * 1000; started = Date.now()) {
    const answer = await send('GET', url);
    const answered = Date.now();
    if (answered < expiresAt * 1000) verdict.accepted(answer);
    else if (started >= expiresAt * 1000) verdict.refused(answer);
    await sleep(200);
  }
}
