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
    const detail = `The request came without ${header}, which is signed. Send the headers of the answer.`;
    return { verdict: 'missing_signed_header', header, detail };
  }
  const difference = firstDifference(url, seen, method);
  if (difference) return differs(difference.part, difference);
  return session && explainSignatureOf(url, seen, session);
}

const differs = (part: string, difference: Difference): Explanation => {
  const { name, line, position } = difference;
  const what = name === undefined ? part.replace('_', ' ') : `${part} ${name}`;
  const detail = `S3 received another ${what} than the URL has (line ${line} of its canonical request, character ${position}): it was changed on the way, or by the client.`;
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
        `Either the URL was altered, or a header has another value than it was signed with: ${others.join(', ')}.`,
      )
    : undefined;
}

const wrongMethod = (method: string): Explanation => ({
  verdict: 'wrong_method',
  method,
  detail: `The URL is signed for ${method}, and for no other method.`,
});

/** Explains by the signature itself, if the session is known and the URL contains all that is signed. */
export function explainRest(
  url: SignedUrl,
  { method, answer }: FailedUrl,
  session: HeldCredentials | undefined,
): Explanation {
  if (!session) {
    return unknown(
      'The URL is whole and in time, but the credentials that signed it are no longer held here: whether it was altered can’t be told.',
    );
  }
  const others = url.signedHeaders.filter((name) => name !== 'host');
  if (others.length > 0) {
    return unknown(
      `The URL is whole and in time. Its signature also covers headers whose values only the sender knows: ${others.join(', ')}. Send them exactly as the answer says.`,
    );
  }
  const signed = signedFor(url, session);
  if (signed === undefined) {
    return {
      verdict: 'altered',
      detail: 'The URL is not as it was signed. Use it byte for byte as it was handed out.',
    };
  }
  if (method !== undefined && method !== signed) return wrongMethod(signed);
  if (answer) return unknown(REFUSED_THOUGH_GOOD[answer.get('Code')!] ?? SEE_MESSAGE);
  return {
    verdict: 'unaltered',
    method: signed,
    detail: `The URL is as it was signed, for ${signed}, and in time.`,
  };
}

const SEE_MESSAGE =
  'The URL is as it was signed, and in time. S3 refuses for something else: see its message.';

const REFUSED_THOUGH_GOOD: Readonly<Record<string, string>> = {
  SignatureDoesNotMatch:
    'The URL is as it was signed. The request that S3 received was not: its method, its host header or its parameters were others.',
  AccessDenied:
    'The URL is as it was signed, and in time. S3 refuses for another reason, such as the policy of the role or of the bucket. A role that may not list is also refused if there is no object with the key.',
};
