import type { Behaviour, PeerAnswer } from './misbehaving-proxy.js';

// This file makes refusals in the form of AWS's S3: S3 API Reference, "Error responses".

function refusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): PeerAnswer {
  return {
    status,
    headers: { 'content-type': 'application/xml', ...headers },
    body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}

export const ACCESS_DENIED_BY_S3 = refusal(403, 'AccessDenied', 'Access Denied');
export const SLOW_DOWN = refusal(503, 'SlowDown', 'Please reduce your request rate.');

/** Returns the refusal of a request that was sent to the endpoint of another Region. */
export const ofAnotherRegion = (region: string): PeerAnswer =>
  refusal(
    301,
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint.',
    { 'x-amz-bucket-region': region },
  );

/** Refuses requests that expect another owner ("Verifying bucket ownership with bucket owner condition"). */
export const ofAnotherAccount =
  (owner: string): Behaviour =>
  (next) =>
  (request) => {
    const expected = request.headers['x-amz-expected-bucket-owner'];
    return expected !== undefined && expected !== owner
      ? Promise.resolve(ACCESS_DENIED_BY_S3)
      : next(request);
  };

/** The refusal of a HEAD request. S3 answers HEAD without a body. */
const FORBIDDEN: PeerAnswer = { status: 403, headers: {}, body: '' };

/**
 * Answers as for a role without s3:ListBucket. Such a role can't learn whether a key has an object (S3 API Reference,
 * HeadObject, "Permissions").
 */
export const mayNotList: Behaviour = (next) => async (request) => {
  const answer = await next(request);
  const isMissing = request.method === 'HEAD' && typeof answer === 'object' && answer.status === 404;
  return isMissing ? FORBIDDEN : answer;
};

/** Answers as for a role without s3:GetObject. */
export const mayNotRead: Behaviour = (next) => (request) =>
  request.method === 'HEAD' ? Promise.resolve(FORBIDDEN) : next(request);
