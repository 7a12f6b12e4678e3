import { describe, expect, it } from 'vitest';
import { InvalidKeyError, PresignError, ValidityTooShortError } from '#s3-presign';
import { ApiError } from './api-error.js';
import { isUnexpected, problemHeaders, problemOf } from './problem.js';

describe('problemOf', () => {
  it.each([
    [new ApiError('access_denied', 'no'), 403, 'access_denied'],
    [new InvalidKeyError('dot_segment'), 400, 'invalid_key'],
    [new ValidityTooShortError(60, 10, 'credentials'), 422, 'validity_too_short'],
    [new PresignError('credentials_unavailable', 'later'), 503, 'credentials_unavailable'],
    [
      Object.assign(new Error('x'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }),
      413,
      'body_too_large',
    ],
    [Object.assign(new Error('x'), { statusCode: 400 }), 400, 'invalid_request'],
  ])('knows %s', (error, status, code) => {
    expect(problemOf(error, 'r')).toMatchObject({
      status,
      code,
      requestId: 'r',
      type: `urn:tenant-presign:problem:${code}`,
    });
  });

  it.each([
    [new Error('password=hunter2')],
    [new PresignError('no_such_code', 'hunter2')],
    ['hunter2'],
    [undefined],
    [null],
  ])('reveals nothing about an unforeseen error: %s', (error) => {
    const answer = problemOf(error, 'r');
    expect(answer).toMatchObject({ status: 503, code: 'service_unavailable' });
    expect(isUnexpected(answer, error)).toBe(true);
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });
});

describe('problemHeaders', () => {
  it('says when to come back, and how to log in', () => {
    expect(problemHeaders(problemOf(undefined, 'r'), undefined)).toEqual({ 'retry-after': '5' });
    const unauthorized = problemOf(new ApiError('invalid_token', 'no'), 'r');
    expect(problemHeaders(unauthorized, undefined)).toEqual({ 'www-authenticate': 'Bearer' });
    expect(problemHeaders(unauthorized, undefined, 'Bearer x')).toEqual({
      'www-authenticate': 'Bearer error="invalid_token"',
    });
    expect(problemHeaders(problemOf(new ApiError('access_denied', 'no'), 'r'), undefined)).toEqual({});
  });
});
