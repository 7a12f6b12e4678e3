import { createHash, randomBytes } from 'node:crypto';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UploadSessionAnswer } from '../../apps/api/src/features/upload-sessions/upload-session.response.js';
import type { ApiClient } from '../support/clients/api-client.js';
import { uploadAll, uppyWith } from '../support/clients/uppy.js';
import { leftovers } from './support/leftovers.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, sdk, tenantOf } from './support/tenants.js';

const MIB = 1024 ** 2;
const SMALL = randomBytes(1024);
/** Two parts of the smallest size, and three bytes. */
const LARGE = randomBytes(2 * 5 * MIB + 3);

let api: StartedApi, alice: ApiClient;
beforeAll(async () => {
  api = await StartedApi.start([tenantOf(firstOwner, 'team-a', { limits: { maxUploadBytes: 12 * MIB } })]);
  alice = await api.as('alice', 'team-a');
});
afterAll(() => api[Symbol.asyncDispose]());

let number = 0;
const newFolder = () => `users/alice/uppy-${(number += 1)}/`;
const sha256 = (body: Uint8Array) => createHash('sha256').update(body).digest('base64');

async function begin(request: object): Promise<UploadSessionAnswer> {
  const { status, json, text } = await alice.post<UploadSessionAnswer>('/upload-sessions', request);
  if (status !== 201) throw new Error(text);
  return json;
}

/** Returns the object that S3 has under a key. @param key the object's key in S3 */
async function stored(key: string) {
  const { Body, ContentType, Metadata } = await sdk.send(
    new GetObjectCommand({ Bucket: firstOwner.bucket, Key: key }),
  );
  const decoded = Object.entries(Metadata ?? {}).map(([name, value]) => [name, decodedWord(value)]);
  return {
    sha256: sha256(await Body!.transformToByteArray()),
    ContentType,
    Metadata: Object.fromEntries(decoded) as object,
  };
}

/** Decodes an encoded word (RFC 2047 §4), as the API wrote it or as the server rewrites it. */
function decodedWord(value: string): string {
  const [, encoding, text = ''] = /^=\?UTF-8\?([BQ])\?(.*)\?=$/.exec(value) ?? [];
  if (encoding === undefined) return value;
  return encoding === 'B'
    ? Buffer.from(text, 'base64').toString()
    : decodeURIComponent(text.replaceAll('=', '%'));
}

describe('@uppy/aws-s3, unmodified, with the companionEndpoint of a session', () => {
  it('uploads small files by forms, and large ones in parts', async () => {
    const keyPrefix = newFolder();
    const { companionEndpoint } = await begin({
      keyPrefix,
      naming: 'filename',
      metadata: { origin: 'web' },
      metadataFields: ['caption', 'missing'],
    });
    const uppy = uppyWith({ companionEndpoint, shouldUseMultipart: ({ size }) => size! > 5 * MIB });
    const meta = { caption: 'Grüße' };
    const { successful, failed } = await uploadAll(uppy, {
      'résumé (1).txt': { body: SMALL, type: 'text/plain', meta },
      'film.mp4': { body: LARGE, type: 'video/mp4', meta },
      'empty.txt': { body: new Uint8Array(), type: 'text/plain' },
    });
    expect(failed).toEqual([]);
    const prefix = keyPrefixOf('team-a') + keyPrefix;
    expect(Object.fromEntries(successful.map(({ name, response }) => [name, response?.body?.key]))).toEqual({
      'résumé (1).txt': `${prefix}résumé (1).txt`,
      'film.mp4': `${prefix}film.mp4`,
      'empty.txt': `${prefix}empty.txt`,
    });
    for (const { uploadURL, response } of successful) {
      expect(decodeURIComponent(new URL(uploadURL!).pathname)).toContain(response!.body!.key);
    }
    expect(await stored(`${prefix}résumé (1).txt`)).toEqual({
      sha256: sha256(SMALL),
      ContentType: 'text/plain',
      Metadata: { origin: 'web', caption: 'Grüße' },
    });
    expect(await stored(`${prefix}film.mp4`)).toMatchObject({
      sha256: sha256(LARGE),
      ContentType: 'video/mp4',
      Metadata: { origin: 'web', caption: 'Grüße' },
    });
    expect(await leftovers('team-a', keyPrefix)).toHaveLength(3);
  });
});
