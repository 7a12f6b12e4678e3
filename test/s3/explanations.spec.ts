import { describe } from 'vitest';
import { explainUrl, parseS3Answer, type Verdict } from '#s3-presign';
import { bucketEndpoint } from '#s3-presign/aws';
import { addParameter, alterParameter, alterPath, otherDigit } from './support/alter.js';
import { behaviour, target, type Verdict as Checks } from './support/behaviour.js';
import { firstTenant, newKey, now, presign, type ToPresign } from './support/presign.js';
import { send, type Sending } from './support/send.js';
import { temporaryCredentials } from './support/temporary-credentials.js';

const { endpoint, region, forcePathStyle } = target;
const location = {
  bucket: firstTenant.bucket,
  endpoint: bucketEndpoint({ bucket: firstTenant.bucket, region, endpoint, forcePathStyle }),
};

/** A wrong use of a URL. */
interface Misuse {
  readonly request?: Partial<ToPresign>;
  /** Returns the URL that is sent instead of the signed one. */
  readonly sent?: (url: string) => string;
  /** Returns the URL that is explained instead of the signed one. */
  readonly asked?: (url: string) => string;
  readonly method?: string;
  readonly sending?: Sending;
}

const otherKey = (url: string) => alterPath(url, (path) => path.replace('/file.txt', '/other.txt'));
const PUT = { method: 'PUT', headers: { 'content-type': 'text/plain' } } as const;

/**
 * Wrong uses, each with the verdict if the session is known. Without the session or S3's answer, the verdict may also
 * be `unknown`.
 */
const CASES: [what: string, misuse: Misuse, verdict: Verdict][] = [
  ['a URL used too late', { request: { signedAt: now() - 100 } }, 'expired'],
  ['another method', { method: 'DELETE' }, 'wrong_method'],
  ['another key', { sent: otherKey, asked: otherKey }, 'altered'],
  ['a key changed on the way', { sent: otherKey }, 'request_differs'],
  [
    'a parameter added on the way',
    { sent: (url) => addParameter(url, 'response-expires=x') },
    'request_differs',
  ],
  [
    'a parameter changed',
    {
      sent: (url) => alterParameter(url, 'X-Amz-Expires', () => '600'),
      asked: (url) => alterParameter(url, 'X-Amz-Expires', () => '600'),
    },
    'altered',
  ],
  [
    'another signature',
    {
      sent: (url) => alterParameter(url, 'X-Amz-Signature', otherDigit),
      asked: (url) => alterParameter(url, 'X-Amz-Signature', otherDigit),
    },
    'altered',
  ],
  ['another host', { sending: { headers: { host: 'elsewhere.example' } } }, 'request_differs'],
  ['a signed header left out', { request: PUT, sending: { body: 'x' } }, 'missing_signed_header'],
  [
    'a signed header with another value',
    { request: PUT, sending: { body: 'x', headers: { 'content-type': 'text/html' } } },
    'unknown',
  ],
  ['an object that does not exist', {}, 'no_such_key'],
];

/** Checks the explanation of S3's answer to a misuse, with the session and without it. */
async function explained(
  { request, sent, asked, method, sending }: Misuse,
  { refused, equal }: Checks,
  verdict: Verdict,
): Promise<void> {
  const credentials = firstTenant.credentials;
  const signed = { method: 'GET', key: newKey(), expiresIn: 60, signedAt: now(), ...request } as const;
  const url = await presign(signed);
  const answer = await send(method ?? signed.method, sent?.(url) ?? url, sending);
  refused(answer);
  const failed = {
    url: asked?.(url) ?? url,
    method: method ?? signed.method,
    answer: parseS3Answer(answer.body.toString()),
    at: now(),
  };
  const session = { identity: credentials, obtainedAt: 0, end: undefined };
  const isTold = failed.answer?.has('CanonicalRequest') || !NEEDS_CANONICAL_REQUEST.has(verdict);
  equal(explainUrl(failed, { ...location, session }).verdict, isTold ? verdict : 'unknown');
  const alone = explainUrl(failed, location).verdict;
  equal(alone === verdict ? 'unknown' : alone, 'unknown');
}

/** The verdicts that need the canonical request in S3's answer, which some servers don't return. */
const NEEDS_CANONICAL_REQUEST = new Set<Verdict>(['request_differs', 'missing_signed_header']);

describe('what the server refuses', () => {
  for (const [what, misuse, verdict] of CASES) {
    behaviour(`is explained correctly or as unknown: ${what}`, (validate) =>
      explained(misuse, validate, verdict),
    );
  }

  behaviour('is explained correctly or as unknown: a truncated session token', async ({ refused, equal }) => {
    const identity = await temporaryCredentials();
    const url = await presign({ method: 'GET', key: newKey() }, { credentials: identity });
    const cut = alterParameter(url, 'X-Amz-Security-Token', (token) => token.slice(0, -4));
    const answer = await send('GET', cut);
    refused(answer);
    const failed = { url: cut, answer: parseS3Answer(answer.body.toString()), at: now() };
    const session = { identity, obtainedAt: now(), end: undefined };
    const verdicts = [{ session }, {}].map((held) => explainUrl(failed, { ...location, ...held }).verdict);
    equal(
      verdicts.every((each) => ['altered', 'invalid_token', 'unknown'].includes(each)),
      true,
    );
  });
});
