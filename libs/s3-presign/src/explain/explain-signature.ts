import type { HeldCredentials } from '../credentials/shared-credentials.js';
import { firstDifference, headerNotSent, readCanonical, type S3Canonical } from './canonical-difference.js';
import { unknown } from './explain-answer.js';
import type { Difference, Explanation } from './explanation.js';
import type { FailedUrl } from './failed-url.js';
import type { SignedUrl } from './presigned-url.js';
import { methodSigned, signedFor } from './recompute.js';

/** Explains by comparing the request that S3 received with the URL. */
export function explainSeen(
  url: SignedUrl,
  { answer, method }: FailedUrl,
  session: HeldCredentials | undefined,
): Explanation | undefined {
  if (answer?.get('Code') !== 'SignatureDoesNotMatch') return undefined;
  const seen = readCanonical(answer.get('CanonicalRequest') ?? '');
  if (!seen) return undefined;
  const header = headerNotSent(url, seen);
  if (header !== undefined) {
    const detail = `The request had no ${header}, which is signed. Send the headers that the API returned with the URL.`;
    return { verdict: 'missing_signed_header', header, detail };
  }
  const difference = firstDifference(url, seen, method);
  if (difference) return differs(difference.part, difference);
  return session && explainSignatureOf(url, seen, session);
}

const differs = (part: string, difference: Difference): Explanation => {
  const { name, line, position } = difference;
  const what = name === undefined ? part.replace('_', ' ') : `${part} ${name}`;
  const detail = `S3 received another ${what} than the URL has (line ${line} of S3’s canonical request, character ${position}). The client or something on the way changed it.`;
  const of = part === 'query' ? { parameter: name } : part === 'header' ? { header: name } : {};
  return { verdict: 'request_differs', detail, ...of, difference };
};

/** Explains by the session's own signature over the request that S3 received. */
function explainSignatureOf(
  url: SignedUrl,
  seen: S3Canonical,
  { identity }: HeldCredentials,
): Explanation | undefined {
  const method = methodSigned(url, seen.headers, identity);
  if (method !== undefined && method !== seen.method) return wrongMethod(method);
  const others = url.signedHeaders.filter((name) => name !== 'host');
  return method === undefined && others.length > 0
    ? unknown(
        `Either the URL was altered, or one of these headers was sent with another value than the signed one: ${others.join(', ')}.`,
      )
    : undefined;
}

const wrongMethod = (method: string): Explanation => ({
  verdict: 'wrong_method',
  method,
  detail: `The URL is signed only for ${method}. Use this method.`,
});

/** Explains by the signature itself, if the session is known and the URL contains all that is signed. */
export function explainRest(
  url: SignedUrl,
  { method, answer }: FailedUrl,
  session: HeldCredentials | undefined,
): Explanation {
  if (!session) {
    return unknown(
      'The URL is complete and has not expired. The service no longer has the credentials that signed it, so it can’t check whether the URL was altered.',
    );
  }
  const others = url.signedHeaders.filter((name) => name !== 'host');
  if (others.length > 0) {
    return unknown(
      `The URL is complete and has not expired. Its signature also covers headers whose values only the sender knows: ${others.join(', ')}. Send them exactly as the API returned them.`,
    );
  }
  const signed = signedFor(url, session);
  if (signed === undefined) {
    return {
      verdict: 'altered',
      detail: 'The URL was altered after signing. Use it byte for byte as the API returned it.',
    };
  }
  if (method !== undefined && method !== signed) return wrongMethod(signed);
  if (answer) return unknown(REFUSED_THOUGH_GOOD[answer.get('Code')!] ?? SEE_MESSAGE);
  return {
    verdict: 'unaltered',
    method: signed,
    detail: `The URL is unaltered, is signed for ${signed}, and has not expired.`,
  };
}

const SEE_MESSAGE =
  'The URL is unaltered and has not expired. S3 refused for another reason, which the message in its answer names.';

const REFUSED_THOUGH_GOOD: Readonly<Record<string, string>> = {
  SignatureDoesNotMatch:
    'The URL is unaltered. The request that S3 received had another method, another host header or other parameters. Use this method, and the URL byte for byte.',
  AccessDenied:
    'The URL is unaltered and has not expired. S3 refused for another reason, such as the policy of the role or of the bucket. A role that may not list is also refused if no object has the key.',
};
