import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsCrc32c } from '@aws-crypto/crc32c';
import { ChecksumMode, HeadObjectCommand } from '@aws-sdk/client-s3';
import { Crc64Nvme } from '@aws-sdk/crc64-nvme';
import { describe, expect } from 'vitest';
import type { ChecksumAlgorithm } from '#s3-presign';
import { behaviour } from './support/behaviour.js';
import { firstTenant, get, newKey, perform, sdk, upload } from './support/presign.js';

const { bucket: Bucket } = firstTenant;
const BODY = 'the body that was promised';
const WRONG_BODY = 'the body that came instead'; // a body of the same length
const uint32 = (value: number) => Uint8Array.from([value >>> 24, value >>> 16, value >>> 8, value]);

const DIGEST: Readonly<Record<ChecksumAlgorithm, (body: Buffer) => Promise<Uint8Array>>> = {
  SHA256: async (body) => createHash('sha256').update(body).digest(),
  CRC32: async (body) => uint32(crc32(body)),
  CRC32C: async (body) => {
    const crc = new AwsCrc32c();
    crc.update(body);
    return crc.digest();
  },
  CRC64NVME: async (body) => {
    const crc = new Crc64Nvme();
    crc.update(body);
    return crc.digest();
  },
};

describe('checksums', () => {
  for (const algorithm of Object.keys(DIGEST) as ChecksumAlgorithm[]) {
    const checksumOf = async (body: string) =>
      ({
        algorithm,
        value: Buffer.from(await DIGEST[algorithm](Buffer.from(body))).toString('base64'),
      }) as const;

    behaviour(`accepts a body with its ${algorithm}`, async ({ accepted }) => {
      accepted(await upload(newKey(), BODY, { checksum: await checksumOf(BODY) }));
    });

    behaviour(`refuses a body whose ${algorithm} is another`, async ({ refused }) => {
      const key = newKey();
      refused(await upload(key, WRONG_BODY, { checksum: await checksumOf(BODY) }));
      expect((await get(key)).status).toBe(404);
    });

    behaviour(`refuses another ${algorithm} than the signed one`, async ({ refused }) => {
      const key = newKey();
      const { value } = await checksumOf(WRONG_BODY);
      const header = `x-amz-checksum-${algorithm.toLowerCase()}`;
      refused(await upload(key, WRONG_BODY, { checksum: await checksumOf(BODY) }, { [header]: value }), 403);
      expect((await get(key)).status).toBe(404);
    });

    behaviour(`gives the ${algorithm} back to the AWS SDK`, async ({ equal }) => {
      const Key = newKey();
      const checksum = await checksumOf(BODY);
      expect((await upload(Key, BODY, { checksum })).status).toBe(200);
      const head = await sdk.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: ChecksumMode.ENABLED }));
      equal(head[`Checksum${algorithm}`], checksum.value);
    });
  }

  behaviour('shows the CRC64NVME to a URL that asks for it, and to no other', async ({ equal }) => {
    const key = newKey();
    const value = Buffer.from(await DIGEST.CRC64NVME(Buffer.from(BODY))).toString('base64');
    expect((await upload(key, BODY, { checksum: { algorithm: 'CRC64NVME', value } })).status).toBe(200);
    for (const method of ['GET', 'HEAD'] as const) {
      const shown = async (headers?: Record<string, string>) =>
        (await perform({ method, key, headers })).headers['x-amz-checksum-crc64nvme'];
      equal(await shown({ 'x-amz-checksum-mode': 'ENABLED' }), value);
      equal(await shown(), undefined);
    }
  });
});
