import { GetObjectTaggingCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect } from 'vitest';
import type { UploadConstraints } from '#s3-presign';
import { behaviour } from './support/behaviour.js';
import { firstTenant, get, newKey, presign, sdk, upload } from './support/presign.js';
import { send } from './support/send.js';

const { bucket: Bucket } = firstTenant;
const BODY = 'a body of 21 bytes ok';

/** The constraints: a name, the constraint, the header that carries it, and another value that a client might send. */
const PROMISES: readonly [name: string, constraints: UploadConstraints, header: string, other: string][] = [
  ['content type', { contentType: 'image/png' }, 'content-type', 'text/html'],
  ['metadata', { metadata: { origin: 'web' } }, 'x-amz-meta-origin', 'elsewhere'],
  ['tags', { tags: { class: 'report', 'a b': 'c+d/é' } }, 'x-amz-tagging', 'class=secret'],
];

describe('constraints of an upload', () => {
  for (const [name, constraints, header, other] of PROMISES) {
    behaviour(`accepts the promised ${name}`, async ({ accepted }) => {
      accepted(await upload(newKey(), BODY, constraints));
    });
    behaviour(`refuses another ${name}`, async ({ refused }) => {
      await expectRefusedUpload(refused, constraints, { [header]: other });
    });
    behaviour(`refuses an upload without the promised ${name}`, async ({ refused }) => {
      await expectRefusedUpload(refused, constraints, { [header]: undefined });
    });
  }

  behaviour('accepts the promised content length', async ({ accepted }) => {
    accepted(await upload(newKey(), BODY, { contentLength: BODY.length }));
  });

  for (const [than, body] of [
    ['shorter', BODY.slice(1)],
    ['longer', `${BODY}!`],
  ] as const) {
    behaviour(`refuses a body ${than} than promised`, async ({ refused }) => {
      const key = newKey();
      const headers = { 'content-length': String(BODY.length) };
      const url = await presign({ method: 'PUT', key, headers });
      refused(await send('PUT', url, { body }));
      expect((await get(key)).status).toBe(404);
    });
  }

  for (const [header, value] of [
    ['x-amz-acl', 'public-read'],
    ['x-amz-meta-extra', 'unasked'],
    ['x-amz-tagging', 'class=unasked'],
    ['x-amz-storage-class', 'STANDARD'],
  ] as const) {
    behaviour(`refuses ${header}, where it isn't signed`, async ({ refused }) => {
      refused(await upload(newKey(), BODY, {}, { [header]: value }), 403);
    });
  }
});

describe('what the AWS SDK reads back', () => {
  behaviour('gives back content type and metadata', async ({ equal }) => {
    const Key = newKey();
    const metadata = { origin: 'web', 'two-words': 'with a space', sign: '=?&+%' };
    await upload(Key, BODY, { contentType: 'application/pdf', metadata });
    const { ContentType, ContentLength, Metadata } = await sdk.send(new HeadObjectCommand({ Bucket, Key }));
    equal({ ContentType, ContentLength }, { ContentType: 'application/pdf', ContentLength: BODY.length });
    expect(Metadata).toEqual(metadata);
  });

  behaviour('gives back tags', async ({ served, equal }) => {
    const Key = newKey();
    const tags = { class: 'report', 'with space': 'a+b=c/d:e@f', owner: 'team_a-1.0' };
    await upload(Key, BODY, { tags });
    const { TagSet = [] } = await served(sdk.send(new GetObjectTaggingCommand({ Bucket, Key })));
    const read = Object.fromEntries(TagSet.map(({ Key: name, Value }) => [name, Value]));
    equal(read, tags);
  });
});

/**
 * Expects a refusal of the changed upload. Before that, it expects that the server accepts the unchanged upload, so
 * that only the change can be the reason.
 */
async function expectRefusedUpload(
  refused: (answer: Awaited<ReturnType<typeof upload>>) => void,
  constraints: UploadConstraints,
  sent: Record<string, string | undefined>,
): Promise<void> {
  const key = newKey();
  expect((await upload(newKey(), BODY, constraints)).status).toBe(200);
  refused(await upload(key, BODY, constraints, sent));
  expect((await get(key)).status).toBe(404);
}
