import type { Behaviour, PeerAnswer } from './misbehaving-proxy.js';

// Refusals as AWS's S3 gives them. S3 API Reference, "Error responses".

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

/** To a request that was sent to the endpoint of another region. */
export const ofAnotherRegion = (region: string): PeerAnswer =>
  refusal(
    301,
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint.',
    { 'x-amz-bucket-region': region },
  );

/** Anyone who expects another owner is refused ("Verifying bucket ownership with bucket owner condition"). */
export const ofAnotherAccount =
  (owner: string): Behaviour =>
  (next) =>
  (request) => {
    const expected = request.headers['x-amz-expected-bucket-owner'];
    return expected !== undefined && expected !== owner
      ? Promise.resolve(ACCESS_DENIED_BY_S3)
      : next(request);
  };

/** S3 answers HEAD without a body. */
const FORBIDDEN: PeerAnswer = { status: 403, headers: {}, body: '' };

/** A role without s3:ListBucket learns nothing of keys without an object (S3 API Reference, HeadObject, "Permissions"). */
export const mayNotList: Behaviour = (next) => async (request) => {
  const answer = await next(request);
  const isMissing = request.method === 'HEAD' && typeof answer === 'object' && answer.status === 404;
  return isMissing ? FORBIDDEN : answer;
};

/** A role without s3:GetObject. */
export const mayNotRead: Behaviour = (next) => (request) =>
  request.method === 'HEAD' ? Promise.resolve(FORBIDDEN) : next(request);
