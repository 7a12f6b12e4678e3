import { describe, expect, it } from 'vitest';
import { failureOf } from './s3-failure.js';

const error = (name: string, httpStatusCode?: number) =>
  Object.assign(new Error(), { name, $metadata: { httpStatusCode } });

describe('failureOf', () => {
  it.each([
    ['ExpiredToken', 400],
    ['InvalidToken', 400],
    ['TokenRefreshRequired', 400],
    ['InvalidAccessKeyId', 403],
    ['Unknown', 400], // HEAD
  ])('blames the session for %s', (name, status) => {
    expect(failureOf(error(name, status), 'ListParts')).toEqual({ kind: 'session' });
  });

  it.each([
    ['NoSuchUpload', 404, 'NoSuchUpload'],
    ['NoSuchKey', 404, 'NoSuchKey'],
    ['NotFound', 404, 'NoSuchKey'], // HEAD
    ['Unknown', 412, 'PreconditionFailed'], // HEAD
    ['PreconditionFailed', 412, 'PreconditionFailed'],
    ['ConditionalRequestConflict', 409, 'ConditionalRequestConflict'],
    ['InvalidPart', 400, 'InvalidPart'],
    ['EntityTooSmall', 400, 'EntityTooSmall'],
    ['InvalidTag', 400, 'InvalidTag'],
  ])('takes %s %i for a refusal of the request', (name, status, code) => {
    expect(failureOf(error(name, status), 'ListParts')).toEqual({ kind: 'refusal', code });
  });

  it.each(['Unknown', 'UnknownError', 'Forbidden', '403', 'AccessDenied'])(
    'takes %s 403 for a refusal of HEAD, and for a fault of everything else',
    (name) => {
      expect(failureOf(error(name, 403), 'HeadObject')).toEqual({ kind: 'refusal', code: 'AccessDenied' });
      for (const operation of ['HeadBucket', 'ListParts', 'ListObjectsV2', 'CompleteMultipartUpload']) {
        expect(failureOf(error(name, 403), operation)).toEqual({ kind: 'fault' });
      }
    },
  );

  it.each([
    ['InvalidAccessKeyId', 403, 'session'],
    ['Unknown', 400, 'session'],
    ['Unknown', 404, 'refusal'],
    ['SignatureDoesNotMatch', 403, 'fault'],
    ['Unknown', 503, 'fault'],
    ['Unknown', undefined, 'fault'],
  ])('takes %s %s of HEAD for what it is elsewhere', (name, status, kind) => {
    expect(failureOf(error(name, status), 'HeadObject')).toMatchObject({ kind });
  });

  it.each([
    ['AccessDenied', 403],
    ['Unknown', 403],
    ['NoSuchBucket', 404],
    ['SignatureDoesNotMatch', 403],
    ['SlowDown', 503],
    ['InternalError', 500],
    ['Unknown', 503],
    ['toString', 400],
    ['TimeoutError', undefined],
    ['AbortError', undefined],
  ])('takes %s %s for a fault', (name, status) => {
    expect(failureOf(error(name, status), 'ListParts')).toEqual({ kind: 'fault' });
    expect(failureOf(Object.assign(new Error(), { name }), 'ListParts')).toEqual({ kind: 'fault' });
  });
});
