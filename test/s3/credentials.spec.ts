import { beforeAll, describe, expect } from 'vitest';
import { behaviour } from './support/behaviour.js';
import { alterParameter, otherDigit } from './support/alter.js';
import { firstTenant, get, newKey, presign, secondTenant, upload } from './support/presign.js';
import { send } from './support/send.js';
import { temporaryCredentials } from './support/temporary-credentials.js';

const BODY = 'for its owner only';
const key = newKey();

beforeAll(async () => {
  expect((await upload(key, BODY)).status).toBe(200);
});

describe('temporary credentials', () => {
  behaviour('stores and gives back under a session token', async ({ accepted }) => {
    const credentials = await temporaryCredentials();
    const own = newKey();
    accepted(await upload(own, BODY, { contentType: 'text/plain' }, {}, { credentials }));
    accepted(await get(own, { credentials }));
  });

  for (const [what, change] of [
    ['an altered', (token: string) => otherDigit(token)],
    ['an empty', () => ''],
    ['no', () => undefined],
  ] as const) {
    behaviour(`refuses ${what} session token`, async ({ refused }) => {
      const url = await presign({ method: 'GET', key }, { credentials: await temporaryCredentials() });
      expect((await send('GET', url)).status).toBe(200);
      refused(await send('GET', alterParameter(url, 'X-Amz-Security-Token', change)));
    });
  }

  behaviour('refuses the session token of another session, though signed', async ({ refused }) => {
    const [one, other] = [await temporaryCredentials(), await temporaryCredentials()];
    const credentials = { ...one, sessionToken: other.sessionToken! };
    expect((await get(key, { credentials: one })).status).toBe(200);
    refused(await get(key, { credentials }));
  });

  behaviour('refuses temporary keys signed without their session token', async ({ refused }) => {
    const { accessKeyId, secretAccessKey } = await temporaryCredentials();
    refused(await get(key, { credentials: { accessKeyId, secretAccessKey } }));
  });
});

describe('two tenants', () => {
  const { credentials } = secondTenant;
  const { bucket } = secondTenant;

  behaviour('lets each into its own bucket', async ({ accepted }) => {
    const own = newKey();
    accepted(await upload(own, BODY, {}, {}, { bucket, credentials }));
    accepted(await get(own, { bucket, credentials }));
  });

  behaviour('refuses to read in the bucket of the other', async ({ refused }) => {
    expect((await get(key)).status).toBe(200);
    refused(await get(key, { credentials }), 403);
  });

  behaviour('refuses to write into the bucket of the other', async ({ refused }) => {
    refused(await upload(newKey(), BODY, {}, {}, { bucket, credentials: firstTenant.credentials }), 403);
  });

  behaviour('refuses the bucket of the other with a URL for the own', async ({ refused }) => {
    const url = await presign({ method: 'GET', key });
    const other = url.replace(firstTenant.bucket, bucket);
    expect(other).not.toBe(url);
    refused(await send('GET', other), 403);
  });
});
