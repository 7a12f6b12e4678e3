import { describe, expect, it } from 'vitest';
import { endOfCredentials } from './end-of-credentials.js';

const KEY_PAIR = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
const TEMPORARY = { ...KEY_PAIR, sessionToken: 'token' };
const END = new Date('2026-11-24T13:00:00.900Z');

describe('endOfCredentials', () => {
  it('is the last whole second of temporary credentials', () => {
    expect(endOfCredentials({ ...TEMPORARY, expiration: END })).toBe(1_795_525_200);
  });

  it('is there for a key pair that says so', () => {
    expect(endOfCredentials({ ...KEY_PAIR, expiration: END })).toBe(1_795_525_200);
  });

  it.each([KEY_PAIR, { ...KEY_PAIR, sessionToken: '' }])(
    'is not there for an access key that stays',
    (identity) => {
      expect(endOfCredentials(identity)).toBeUndefined();
    },
  );

  it.each([
    ['unknown', TEMPORARY],
    ['no time', { ...TEMPORARY, expiration: new Date(Number.NaN) }],
    ['made up by a provider that could not ask', { ...TEMPORARY, expiration: END, originalExpiration: END }],
  ])('is refused where it is %s', (_, identity) => {
    expect(() => endOfCredentials(identity)).toThrow(
      expect.objectContaining({ name: 'PresignError', code: 'credentials_lifetime_unknown' }),
    );
  });
});
