import { formatTime, type EpochSeconds } from '../sigv4/amz-date.js';
import type { Explanation } from './explanation.js';
import type { SignedUrl } from './presigned-url.js';
import type { S3Answer } from './s3-answer.js';

/**
 * Returns the explanation that S3's answer gives by itself. It takes precedence over an explanation from the URL,
 * because S3 answers so only after all its earlier checks have passed.
 *
 * @param at the time of the request, if it is known
 * @returns `undefined` if the answer explains nothing, or if the canonical request is needed
 */
export function explainAnswer(url: SignedUrl, answer: S3Answer, at: EpochSeconds): Explanation | undefined {
  const code = answer.get('Code')!;
  const message = answer.get('Message') ?? '';
  if (isOfAnotherRequest(url, answer)) {
    return unknown(
      'S3’s answer is to a request with another URL: it names another signature, key id or expiry.',
    );
  }
  if (code === 'AccessDenied' && /expired/i.test(message)) return expiredAtS3(url, answer, at);
  if (code === 'AccessDenied' && /not valid yet/i.test(message)) return notYetValidAtS3(url, at);
  if (code === 'AccessDenied' && answer.has('HeadersNotSigned')) return unsignedHeader(answer);
  return Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : explainOther(code);
}

/**
 * Returns whether S3's answer may be about an expired URL or a URL that isn't valid yet. Some servers say no more than
 * `AccessDenied`.
 */
export const mayBeAboutTime = (answer: S3Answer | undefined): boolean =>
  !answer || (answer.get('Code') === 'AccessDenied' && !isAboutPolicy(answer.get('Message') ?? ''));

/** Returns whether a message has AWS's words for a request that a policy denies. */
const isAboutPolicy = (message: string): boolean =>
  message === 'Access Denied' || message.includes(' is not authorized to perform: ');

export const unknown = (detail: string): Explanation => ({ verdict: 'unknown', detail });

export const expired = ({ expiresAt }: SignedUrl): Explanation => ({
  verdict: 'expired',
  detail: `The URL expired at ${formatTime(expiresAt)}. Sign another one.`,
});

export const notYetValid = ({ signedAt }: SignedUrl): Explanation => ({
  verdict: 'not_yet_valid',
  detail: `The URL is valid only from ${formatTime(signedAt)} on. Either X-Amz-Date was altered, or a clock is wrong.`,
});

export const credentialsEnded: Explanation = {
  verdict: 'credentials_ended',
  detail: 'The credentials that signed the URL have expired. Sign another URL.',
};

const CLOCKS = 'Correct the clocks, and sign another URL.';

const BY_CODE: Readonly<Record<string, Explanation>> = {
  ExpiredToken: credentialsEnded,
  RequestTimeTooSkewed: {
    verdict: 'clock_skew',
    detail: `S3’s clock differs from the sender’s. ${CLOCKS}`,
  },
  InvalidAccessKeyId: {
    verdict: 'unknown_access_key',
    parameter: 'X-Amz-Credential',
    detail: 'S3 does not know the access key: X-Amz-Credential was altered, or the credentials were deleted.',
  },
  InvalidToken: {
    verdict: 'invalid_token',
    parameter: 'X-Amz-Security-Token',
    detail: 'S3 refuses X-Amz-Security-Token: it was altered, cut, or belongs to another access key.',
  },
  NoSuchKey: { verdict: 'no_such_key', detail: 'The URL is valid, but no object has this key.' },
};

/** The error codes for which the URL may be the reason. */
const ABOUT_URL = new Set([
  'AccessDenied',
  'AuthorizationQueryParametersError',
  'InvalidArgument',
  'InvalidRequest',
  'InvalidURI',
  'SignatureDoesNotMatch',
]);

function explainOther(code: string): Explanation | undefined {
  if (ABOUT_URL.has(code)) return undefined;
  const name = /^\w{1,64}$/.test(code) ? code : 'something';
  return unknown(
    `S3 answered ${name}, which concerns neither signature nor time. See the message in S3’s answer.`,
  );
}

function isOfAnotherRequest(url: SignedUrl, answer: S3Answer): boolean {
  const differs = (element: string, value: string) => (answer.get(element) ?? value) !== value;
  const end = Date.parse(answer.get('Expires') ?? '') / 1000;
  return (
    differs('SignatureProvided', url.signature) ||
    differs('AWSAccessKeyId', url.accessKeyId) ||
    Math.abs(end - url.expiresAt) >= 1
  );
}

function expiredAtS3(url: SignedUrl, answer: S3Answer, at: EpochSeconds): Explanation {
  if (at >= url.expiresAt) return expired(url);
  const serverTime = Date.parse(answer.get('ServerTime') ?? '') / 1000;
  const apart = serverTime > at ? ` by ${Math.round(serverTime - at)} seconds` : '';
  return {
    verdict: 'clock_skew',
    detail: `The URL had expired by S3’s clock, but not by the time of this request: the clocks differ${apart}. ${CLOCKS}`,
  };
}

function notYetValidAtS3(url: SignedUrl, at: EpochSeconds): Explanation {
  if (url.signedAt > at) return notYetValid(url);
  return {
    verdict: 'clock_skew',
    detail: `The URL is not valid yet by S3’s clock, but valid by the time of this request. ${CLOCKS}`,
  };
}

function unsignedHeader(answer: S3Answer): Explanation {
  const [header] = /^[\w-]{1,100}/.exec(answer.get('HeadersNotSigned') ?? '') ?? [];
  return {
    verdict: 'unsigned_header',
    header,
    detail: `The request had a header that is not signed${header === undefined ? '' : `: ${header}`}. Send the headers that the API returned with the URL, and no other x-amz-….`,
  };
}
