import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { describe, expect, it } from 'vitest';
import { SharedCredentials } from '../credentials/shared-credentials.js';
import { parseObjectKey } from '../keys/object-key.js';
import { BucketPresigner, type PresignOperation } from './bucket-presigner.js';
import { createPresigner } from './create-presigner.js';

const NOW = 1_795_521_600; // 2026-11-24T12:00:00Z
const LIMITS = { defaultExpiresIn: 900, maxExpiresIn: 3600 };
const BUCKET = { bucket: 'team-a-files', region: 'eu-west-1' };
const ACCESS_POINT = { bucket: 'arn:aws:s3:eu-west-1:222222222222:accesspoint/team-a', region: 'eu-west-1' };
const GET: PresignOperation = { method: 'GET', key: parseObjectKey('users/u1/report.pdf') };

const lastingFor = (seconds: number, sessionToken = 'token'): AwsCredentialIdentity => ({
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'secret',
  sessionToken,
  expiration: new Date((NOW + seconds) * 1000),
});

/**
 * Returns a presigner whose provider returns one session after the other. Each session lasts the given number of
 * seconds. After the last session, the provider returns it again and again.
 */
function presignerWith(sessions: number[], location = BUCKET) {
  const queue = [...sessions];
  const provider = () => Promise.resolve(lastingFor(queue.length > 1 ? queue.shift()! : queue[0]!));
  return new BucketPresigner(createPresigner(location), new SharedCredentials(provider), LIMITS);
}

const expiresOf = (url: string) => Number(new URL(url).searchParams.get('X-Amz-Expires'));

describe('BucketPresigner', () => {
  it('signs at once when credentials are at hand', async () => {
    const presigner = presignerWith([3600]);
    const first = presigner.sign(GET, NOW);
    expect(first).toBeInstanceOf(Promise);
    const signed = await first;
    expect(presigner.sign(GET, NOW)).toStrictEqual(signed);
    expect(signed).toStrictEqual({
      url: expect.stringContaining('https://team-a-files.s3.eu-west-1.amazonaws.com/users/u1/report.pdf?'),
      method: 'GET',
      signedHeaders: ['host'],
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      signedAt: NOW,
      expiresIn: 900,
      expiresAt: NOW + 900,
      limitedBy: 'default',
    });
    expect(expiresOf(signed.url)).toBe(900);
  });

  it.each([
    { name: 'the request', asked: 600, sessions: [3600], valid: 600, limitedBy: 'request' },
    { name: 'the default', asked: undefined, sessions: [3600], valid: 900, limitedBy: 'default' },
    { name: 'policy', asked: 9999, sessions: [3600], valid: 3600, limitedBy: 'policy' },
    { name: 'credentials', asked: 600, sessions: [300], valid: 300, limitedBy: 'credentials' },
  ])('writes into the signature what $name allows', async ({ asked, sessions, valid, limitedBy }) => {
    const signed = await presignerWith(sessions).sign({ ...GET, expiresIn: asked }, NOW);
    expect(signed).toMatchObject({ expiresIn: valid, expiresAt: NOW + valid, limitedBy });
    expect(expiresOf(signed.url)).toBe(valid);
  });

  it('renews credentials that would end before the URL, and signs with the new ones', async () => {
    const presigner = presignerWith([3600, 7200]);
    await presigner.sign(GET, NOW);
    const signed = await presigner.sign(GET, NOW + 3000);
    expect(signed).toMatchObject({ expiresIn: 900, limitedBy: 'default', signedAt: NOW + 3000 });
  });

  it('refuses what would be shorter than needed, and signs the same where less is needed', async () => {
    const presigner = presignerWith([300]);
    const operation = { ...GET, expiresIn: 600 };
    await expect(presigner.sign({ ...operation, minValidity: 301 }, NOW)).rejects.toMatchObject({
      code: 'validity_too_short',
      possible: 300,
    });
    expect(() => presigner.sign({ ...operation, minValidity: 301 }, NOW)).toThrow(
      expect.objectContaining({ code: 'validity_too_short' }),
    );
    expect(presigner.sign({ ...operation, minValidity: 300 }, NOW)).toMatchObject({ expiresIn: 300 });
  });

  it('signs query and headers, and names the headers sorted', async () => {
    const signed = await presignerWith([3600]).sign(
      {
        method: 'PUT',
        key: parseObjectKey('a'),
        query: { 'x-signing-id': '01JD' },
        headers: { 'x-amz-meta-a': '1', 'content-type': 'image/png' },
      },
      NOW,
    );
    expect(signed).toMatchObject({
      method: 'PUT',
      signedHeaders: ['content-type', 'host', 'x-amz-meta-a'],
    });
    const parameters = new URL(signed.url).searchParams;
    expect(parameters.get('X-Amz-SignedHeaders')).toBe('content-type;host;x-amz-meta-a');
    expect(parameters.get('x-signing-id')).toBe('01JD');
  });

  it('waits for a signer that signs by promise', async () => {
    const presigner = presignerWith([3600], ACCESS_POINT);
    await presigner.sign(GET, NOW);
    await expect(presigner.sign({ ...GET, expiresIn: 60 }, NOW)).resolves.toMatchObject({
      url: expect.stringContaining(
        'https://team-a-222222222222.s3-accesspoint.eu-west-1.amazonaws.com/users/',
      ),
      expiresIn: 60,
      expiresAt: NOW + 60,
      limitedBy: 'request',
      signedHeaders: ['host'],
    });
  });

  it.each([
    { defaultExpiresIn: 0, maxExpiresIn: 3600 },
    { defaultExpiresIn: 900, maxExpiresIn: 604_801 },
    { defaultExpiresIn: 900, maxExpiresIn: 1.5 },
    { defaultExpiresIn: Number.NaN, maxExpiresIn: 3600 },
  ])('refuses limits that S3 could not keep: %j', (limits) => {
    const credentials = new SharedCredentials(() => Promise.resolve(lastingFor(3600)));
    expect(() => new BucketPresigner(createPresigner(BUCKET), credentials, limits)).toThrow(RangeError);
  });

  it('takes the seven days that S3 takes', async () => {
    const week = { defaultExpiresIn: 604_800, maxExpiresIn: 604_800 };
    const forever = new SharedCredentials(() =>
      Promise.resolve({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }),
    );
    const presigner = new BucketPresigner(createPresigner(BUCKET), forever, week);
    await expect(presigner.sign(GET, NOW)).resolves.toMatchObject({ expiresIn: 604_800 });
  });
});
