import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect } from 'vitest';
import type { Encryption } from '#s3-presign';
import { behaviour, target } from './support/behaviour.js';
import { firstTenant, get, newKey, sdk, upload } from './support/presign.js';

const { bucket: Bucket } = firstTenant;
const BODY = 'kept under lock and key';

const KINDS: readonly [name: string, encryption: Encryption, algorithm: string][] = [
  ['SSE-S3', { type: 'sse-s3' }, 'AES256'],
  ['SSE-KMS', { type: 'sse-kms', keyArn: target.kmsKey }, 'aws:kms'],
];

describe('encryption', () => {
  for (const [name, encryption, algorithm] of KINDS) {
    behaviour(`stores under ${name}, and says so to the AWS SDK`, async ({ accepted, equal }) => {
      const Key = newKey();
      accepted(await upload(Key, BODY, { encryption }));
      const { ServerSideEncryption } = await sdk.send(new HeadObjectCommand({ Bucket, Key }));
      equal(ServerSideEncryption, algorithm);
      expect((await get(Key)).body.toString()).toBe(BODY);
    });

    behaviour(`refuses an upload without the promised ${name}`, async ({ refused }) => {
      const key = newKey();
      refused(
        await upload(
          key,
          BODY,
          { encryption },
          {
            'x-amz-server-side-encryption': undefined,
            'x-amz-server-side-encryption-aws-kms-key-id': undefined,
          },
        ),
        403,
      );
      expect((await get(key)).status).toBe(404);
    });
  }

  behaviour('refuses SSE-S3 where SSE-KMS was promised', async ({ refused }) => {
    const encryption: Encryption = { type: 'sse-kms', keyArn: target.kmsKey };
    refused(await upload(newKey(), BODY, { encryption }, { 'x-amz-server-side-encryption': 'AES256' }), 403);
  });
});
