import { randomBytes } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
} from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { describe, expect } from 'vitest';
import { MAX_KEY_BYTES } from '#s3-presign';
import { behaviour, target, type Verdict } from './support/behaviour.js';
import { SEED, objectKeys } from './support/keys.js';
import { firstTenant, get, newKey, perform, sdk, upload } from './support/presign.js';

const { bucket: Bucket } = firstTenant;
const MIB = 1024 * 1024;

describe('round trips', () => {
  const KEYS_AT_ONCE = 10;
  const ROUNDS = 25;

  behaviour(
    `stores ${ROUNDS * KEYS_AT_ONCE} generated keys byte for byte, and gives them back`,
    async (verdict) => {
      const together = fc.uniqueArray(objectKeys, { minLength: KEYS_AT_ONCE, maxLength: KEYS_AT_ONCE });
      await fc.assert(
        fc.asyncProperty(together, async (keys) => {
          await Promise.all(keys.map((key) => storeAndFetch(verdict, target.keyPrefix + key)));
        }),
        { seed: SEED, numRuns: ROUNDS },
      );
    },
    120_000,
  );

  behaviour('stores a key of 1,024 bytes', async (verdict) => {
    const key = newKey();
    const room = MAX_KEY_BYTES - Buffer.byteLength(key);
    await storeAndFetch(verdict, key + 'x'.repeat(room % 2) + 'é'.repeat(Math.floor(room / 2)));
  });

  behaviour('refuses a key of 1,025 bytes', async ({ refused }) => {
    refused(await upload(newKey().padEnd(MAX_KEY_BYTES + 1, 'x'), 'too long'));
  });

  behaviour('stores an empty object', async ({ accepted }) => {
    const key = newKey();
    accepted(await upload(key, '', { contentLength: 0 }));
    expect((await get(key)).body).toHaveLength(0);
  });

  behaviour('stores 8 MiB', async ({ accepted }) => {
    const key = newKey();
    const body = randomBytes(8 * MIB);
    accepted(await upload(key, body, { contentLength: body.byteLength }));
    expect((await get(key)).body.equals(body)).toBe(true);
  });

  behaviour('answers a presigned HEAD', async ({ accepted }) => {
    const key = newKey();
    await upload(key, 'twelve bytes', { contentType: 'text/x-note' });
    const answer = await perform({ method: 'HEAD', key });
    accepted(answer);
    expect(answer.headers).toMatchObject({ 'content-length': '12', 'content-type': 'text/x-note' });
  });

  behaviour('deletes by a presigned DELETE', async ({ accepted }) => {
    const key = newKey();
    await upload(key, 'short-lived');
    accepted(await perform({ method: 'DELETE', key }), 204);
    expect((await get(key)).status).toBe(404);
  });

  behaviour('puts an object together from presigned parts', async ({ accepted }) => {
    const Key = newKey();
    const { UploadId = '' } = await sdk.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const bodies = [randomBytes(5 * MIB), randomBytes(1)];
    const Parts = await Promise.all(
      bodies.map(async (body, index) => {
        const query = { partNumber: String(index + 1), uploadId: UploadId };
        const answer = await perform({ method: 'PUT', key: Key, query }, { body });
        accepted(answer);
        return { PartNumber: index + 1, ETag: answer.headers.etag };
      }),
    );
    await sdk.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    expect((await get(Key)).body.equals(Buffer.concat(bodies))).toBe(true);
  });
});

/** Stores an object and reads it back. The AWS SDK reads it by its key, so the object must have exactly this name. */
async function storeAndFetch({ accepted }: Verdict, key: string): Promise<void> {
  const body = randomBytes(20);
  accepted(await upload(key, body));
  const fetched = await get(key);
  accepted(fetched);
  expect(fetched.body.equals(body)).toBe(true);
  await sdk.send(new HeadObjectCommand({ Bucket, Key: key }));
}
