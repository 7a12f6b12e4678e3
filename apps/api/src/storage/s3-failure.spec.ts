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
    expect(failureOf(error(name, status))).toEqual({ kind: 'session' });
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
    expect(failureOf(error(name, status))).toEqual({ kind: 'refusal', code });
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
    expect(failureOf(error(name, status))).toEqual({ kind: 'fault' });
    expect(failureOf(Object.assign(new Error(), { name }))).toEqual({ kind: 'fault' });
  });
});
