import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { GetObjectTaggingCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { describe, expect } from 'vitest';
import type { FormConstraints } from '#s3-presign';
import { part, partsOf } from '../support/clients/multipart-form.js';
import { otherDigit } from './support/alter.js';
import { behaviour, target } from './support/behaviour.js';
import { postForm, postParts, signForm, type ChangedFields, type ToPost } from './support/post-form.js';
import { firstTenant, get, newKey, now, sdk, secondTenant } from './support/presign.js';
import { temporaryCredentials } from './support/temporary-credentials.js';

const { bucket: Bucket } = firstTenant;
const FILE = 'a file of 21 bytes ok';
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

/** The constraints: a name, the constraint, the field that carries it, and another value that a client might send. */
const PROMISES: readonly [name: string, constraints: FormConstraints, field: string, other: string][] = [
  ['content type', { contentType: 'image/png' }, 'Content-Type', 'text/html'],
  ['metadata', { metadata: { origin: 'web' } }, 'x-amz-meta-origin', 'elsewhere'],
  ['tags', { tags: { class: 'report' } }, 'tagging', '<Tagging><TagSet></TagSet></Tagging>'],
  ['status', { successStatus: 201 }, 'success_action_status', '200'],
  [
    'checksum',
    { checksum: { algorithm: 'SHA256', value: sha256(FILE) } },
    'x-amz-checksum-sha256',
    sha256('another'),
  ],
];

describe('fields of a form', () => {
  for (const [name, constraints, field, other] of PROMISES) {
    behaviour(`accepts a form with the promised ${name}`, async ({ accepted }) => {
      accepted(await postForm(signForm({ key: newKey(), constraints }), FILE));
    });
    behaviour(`refuses a form with another ${name}`, async ({ refused }) => {
      await expectRefused(refused, { constraints }, { [field]: other });
    });
    behaviour(`refuses a form without the promised ${name}`, async ({ refused }) => {
      await expectRefused(refused, { constraints }, { [field]: undefined });
    });
  }

  for (const [field, value] of [
    ['acl', 'public-read'],
    ['x-amz-meta-extra', 'unasked'],
    ['tagging', '<Tagging><TagSet><Tag><Key>class</Key><Value>unasked</Value></Tag></TagSet></Tagging>'],
    ['Content-Type', 'text/html'],
    ['x-amz-server-side-encryption', 'AES256'],
    ['success_action_redirect', 'https://elsewhere.example/'],
  ] as const) {
    behaviour(`refuses a form with ${field}, where no condition names it`, async ({ refused }) => {
      await expectRefused(refused, {}, { [field]: value });
    });
  }

  behaviour('accepts a form with x-ignore-…, which no condition needs to name', async ({ accepted }) => {
    accepted(await postForm(signForm({ key: newKey() }), FILE, { 'x-ignore-me': 'x' }));
  });
});

describe('the size of a form’s file', () => {
  const contentLengthRange = [FILE.length, FILE.length + 1] as const;
  for (const [title, file] of [
    ['the least size', FILE],
    ['the greatest size', `${FILE}!`],
  ] as const) {
    behaviour(`accepts a form with a file of ${title}`, async ({ accepted }) => {
      accepted(await postForm(signForm({ key: newKey(), contentLengthRange }), file));
    });
  }
  for (const [title, file] of [
    ['a byte less', FILE.slice(1)],
    ['a byte more', `${FILE}!!`],
  ] as const) {
    behaviour(`refuses a form with a file of ${title}`, async ({ refused }) => {
      const key = newKey();
      refused(await postForm(signForm({ key, contentLengthRange }), file));
      expect((await get(key)).status).toBe(404);
    });
  }
});

describe('the key of a form', () => {
  behaviour('refuses a form with another key', async ({ refused }) => {
    const other = newKey('other.txt');
    refused(await postForm(signForm({ key: newKey() }), FILE, { key: other }));
    expect((await get(other)).status).toBe(404);
  });

  behaviour(
    'accepts a form with any key under its prefix, and puts the file’s name for ${filename}',
    async ({ accepted, equal }) => {
      const prefix = newKey('');
      const form = signForm({ key: prefix, keyIsPrefix: true });
      accepted(await postForm(form, FILE, {}, 'cat.jpg'));
      accepted(await postForm(form, FILE, { key: `${prefix}other.txt` }));
      equal((await get(`${prefix}cat.jpg`)).body.toString(), FILE);
      equal((await get(`${prefix}other.txt`)).body.toString(), FILE);
    },
  );

  behaviour('refuses a form with a key beside its prefix', async ({ refused }) => {
    const prefix = newKey('');
    const beside = `${prefix.slice(0, -1)}-beside.txt`;
    refused(await postForm(signForm({ key: prefix, keyIsPrefix: true }), FILE, { key: beside }));
    expect((await get(beside)).status).toBe(404);
  });
});

describe('the signature of a form', () => {
  for (const [field, change] of [
    ['x-amz-signature', otherDigit],
    ['policy', (policy: string) => loosened(policy)],
    ['x-amz-date', () => '20300101T000000Z'],
    ['x-amz-credential', (scope: string) => scope.replace(/\/\d{8}\//, '/20300101/')],
    ['x-amz-algorithm', () => 'AWS4-HMAC-SHA1'],
  ] as const) {
    behaviour(`refuses a form with another ${field}`, async ({ refused }) => {
      const key = newKey();
      const form = signForm({ key });
      refused(await postForm(form, FILE, { [field]: change(form.fields[field]!) }));
      expect((await get(key)).status).toBe(404);
    });
    behaviour(`refuses a form without ${field}`, async ({ refused }) => {
      await expectRefused(refused, {}, { [field]: undefined });
    });
  }

  behaviour('refuses a form with the file before its fields', async ({ refused }) => {
    const { url, fields } = signForm({ key: newKey() });
    const parts = partsOf(fields, FILE);
    refused(await postParts(url, [parts.at(-1)!, ...parts.slice(0, -1)]));
  });

  behaviour('refuses a form in the bucket of the other', async ({ refused }) => {
    const form = signForm({ key: newKey() }, { bucket: secondTenant.bucket });
    refused(await postForm(form, FILE), 403);
  });

  behaviour('refuses a form for the own bucket, posted to the other', async ({ refused }) => {
    const { fields } = signForm({ key: newKey() });
    const { url } = signForm({ key: newKey() }, { bucket: secondTenant.bucket });
    refused(await postForm({ url, fields }, FILE), 403);
  });

  behaviour(
    'accepts a form under a session token, and refuses it with another',
    async ({ accepted, refused }) => {
      const credentials = await temporaryCredentials();
      const form = signForm({ key: newKey() }, { credentials });
      accepted(await postForm(form, FILE));
      refused(await postForm(form, FILE, { 'x-amz-security-token': 'another' }));
      refused(await postForm(form, FILE, { 'x-amz-security-token': undefined }));
    },
  );

  behaviour('lets a form die when it says', async ({ accepted, refused }) => {
    const form = signForm({ key: newKey(), signedAt: now(), expiresIn: 2 });
    accepted(await postForm(form, FILE));
    await setTimeout(2100);
    refused(await postForm(form, FILE), 403);
  });
});

describe('what a form leaves behind', () => {
  behaviour('gives back type and metadata of a form to the AWS SDK', async ({ accepted, equal }) => {
    const Key = newKey();
    const metadata = { origin: 'web', 'two-words': 'with a space' };
    accepted(
      await postForm(signForm({ key: Key, constraints: { contentType: 'application/pdf', metadata } }), FILE),
    );
    const { ContentType, ContentLength, Metadata } = await sdk.send(new HeadObjectCommand({ Bucket, Key }));
    equal({ ContentType, ContentLength }, { ContentType: 'application/pdf', ContentLength: FILE.length });
    equal(Metadata, metadata);
  });

  behaviour('gives back tags of a form', async ({ accepted, served, equal }) => {
    const Key = newKey();
    const tags = { class: 'report', 'with space': 'a+b=c/d:e@f' };
    accepted(await postForm(signForm({ key: Key, constraints: { tags } }), FILE));
    const { TagSet = [] } = await served(sdk.send(new GetObjectTaggingCommand({ Bucket, Key })));
    equal(Object.fromEntries(TagSet.map(({ Key: name, Value }) => [name, Value])), tags);
  });

  behaviour(
    'encrypts the file of a form under SSE-KMS, and says so to the AWS SDK',
    async ({ accepted, equal }) => {
      const Key = newKey();
      const encryption = { type: 'sse-kms', keyArn: target.kmsKey } as const;
      accepted(await postForm(signForm({ key: Key, constraints: { encryption } }), FILE));
      const { ServerSideEncryption } = await sdk.send(new HeadObjectCommand({ Bucket, Key }));
      equal(ServerSideEncryption, 'aws:kms');
    },
  );

  behaviour('refuses a form whose file has another SHA256', async ({ refused }) => {
    const key = newKey();
    const checksum = { algorithm: 'SHA256', value: sha256('another') } as const;
    refused(await postForm(signForm({ key, constraints: { checksum } }), FILE));
    expect((await get(key)).status).toBe(404);
  });

  behaviour('stores every byte of a form’s file', async ({ accepted, equal }) => {
    const key = newKey();
    const file = Buffer.from([...Array(256).keys(), 13, 10, 45, 45]);
    accepted(await postForm(signForm({ key }), file));
    equal((await get(key)).body, file);
  });

  for (const [successStatus, wanted] of [
    [200, 200],
    [201, 201],
    [204, 204],
    [undefined, 204],
  ] as const) {
    behaviour(
      `answers a form that asks for ${successStatus ?? 'no status'} with ${wanted}`,
      async ({ accepted, equal }) => {
        const key = newKey();
        const answer = await postForm(signForm({ key, constraints: { successStatus } }), FILE);
        accepted(answer, wanted);
        const xml = answer.body.toString();
        equal(xml.includes(`<Key>${key}</Key>`), wanted === 201);
      },
    );
  }

  behaviour('accepts a form of the AWS SDK', async ({ accepted }) => {
    const form = await createPresignedPost(sdk, {
      Bucket,
      Key: newKey(),
      Fields: { 'Content-Type': 'text/plain' },
    });
    accepted(await postForm({ ...form, url: form.url.replace(/\/?$/, '/') }, FILE));
  });

  behaviour('takes text for the file of a form', async ({ accepted, equal }) => {
    const key = newKey();
    const { url, fields } = signForm({ key });
    accepted(await postParts(url, [...partsOf(fields, '').slice(0, -1), part('file', FILE)]));
    equal((await get(key)).body.toString(), FILE);
  });
});

/**
 * Expects a refusal of the changed form. Before that, it expects that the server accepts the unchanged form, so that
 * only the change can be the reason.
 */
async function expectRefused(
  refused: (answer: Awaited<ReturnType<typeof postForm>>) => void,
  request: Omit<ToPost, 'key'>,
  changed: ChangedFields,
): Promise<void> {
  const key = newKey();
  expect((await postForm(signForm({ ...request, key: newKey() }), FILE)).status).toBeLessThan(300);
  refused(await postForm(signForm({ ...request, key }), FILE, changed));
  expect((await get(key)).status).toBe(404);
}

/** Returns the policy with an expiry that is one hour later. */
function loosened(policy: string): string {
  const { expiration, conditions } = JSON.parse(Buffer.from(policy, 'base64').toString()) as {
    expiration: string;
    conditions: unknown;
  };
  const later = new Date(Date.parse(expiration) + 3_600_000).toISOString();
  return Buffer.from(JSON.stringify({ expiration: later, conditions })).toString('base64');
}
