import type { HeldCredentials } from '../credentials/shared-credentials.js';
import { CLOCK_TOLERANCE } from '../verify/verification.js';
import { credentialsEnded, expired, explainAnswer, mayBeAboutTime, notYetValid } from './explain-answer.js';
import { explainRest, explainSeen } from './explain-signature.js';
import type { Explanation } from './explanation.js';
import type { FailedUrl } from './failed-url.js';
import { explainPlace } from './location.js';
import { readSignedUrl, splitUrl, type SignedUrl, type UrlLocation } from './presigned-url.js';
import { signedFor } from './recompute.js';

export interface ExplainOptions extends UrlLocation {
  /** The session that signs now. It may have signed the failed URL too. */
  readonly session?: HeldCredentials | undefined;
}

/**
 * Returns why a presigned URL of this bucket fails. The verdict is `unknown` if the reason isn't certain. The function
 * sends no request.
 *
 * @example
 *   const answer = parseS3Answer(await response.text());
 *   const { verdict, detail } = explainUrl({ url, at: now, answer }, { bucket, endpoint });
 */
export function explainUrl(failed: FailedUrl, options: ExplainOptions): Explanation {
  const parts = splitUrl(failed.url);
  if ('verdict' in parts) return parts;
  const url = readSignedUrl(parts);
  if ('verdict' in url) return url;
  const session = options.session?.identity.accessKeyId === url.accessKeyId ? options.session : undefined;
  return (
    explainTarget(url, options, session) ??
    (failed.answer && explainAnswer(url, failed.answer, failed.at)) ??
    explainTime(url, failed) ??
    (session && explainSession(url, failed, session)) ??
    explainSeen(url, failed, session) ??
    explainScheme(url, failed, options) ??
    explainRest(url, failed, session)
  );
}

/**
 * Explains a URL that leads to another place than the bucket. A URL with a valid signature for its own host was signed
 * with other settings than today's.
 */
function explainTarget(
  url: SignedUrl,
  options: UrlLocation,
  session: HeldCredentials | undefined,
): Explanation | undefined {
  const { signingRegion, signingService } = options.endpoint;
  const place = explainPlace(url, options);
  if (place && !(session && signedFor(url, session))) return place;
  if (url.service !== signingService) {
    const detail = 'The URL is signed for a different service than the bucket’s.';
    return { verdict: 'malformed_parameter', parameter: 'X-Amz-Credential', detail };
  }
  if (url.region !== signingRegion) {
    const detail = `The URL is signed for region ${url.region}, but the bucket is in ${signingRegion}. Sign another URL.`;
    return { verdict: 'wrong_region', parameter: 'X-Amz-Credential', detail };
  }
  return undefined;
}

function explainTime(url: SignedUrl, { answer, at }: FailedUrl): Explanation | undefined {
  if (!mayBeAboutTime(answer)) return undefined;
  if (at >= url.expiresAt) return expired(url);
  if (url.signedAt - at > CLOCK_TOLERANCE) return notYetValid(url);
  return undefined;
}

function explainSession(
  url: SignedUrl,
  { at, answer }: FailedUrl,
  { identity, end }: HeldCredentials,
): Explanation | undefined {
  const parameter = 'X-Amz-Security-Token';
  if (url.token === undefined && identity.sessionToken !== undefined) {
    return { verdict: 'missing_parameter', parameter, detail: `${parameter} is missing. The URL was cut.` };
  }
  if (url.token !== identity.sessionToken) {
    return {
      verdict: 'altered',
      parameter,
      detail: `${parameter} differs from the one with which the URL was signed.`,
    };
  }
  const isOver = end !== undefined && at >= end;
  return isOver && mayBeAboutTime(answer) ? credentialsEnded : undefined;
}

function explainScheme(
  { scheme }: SignedUrl,
  { answer }: FailedUrl,
  { endpoint }: UrlLocation,
): Explanation | undefined {
  if (answer?.get('Code') === 'SignatureDoesNotMatch') return undefined; // signatures don't cover the scheme
  if (endpoint.origin.startsWith(`${scheme}//`)) return undefined;
  const detail = `The URL begins with ${scheme}//, and the API returned it with another scheme.`;
  return { verdict: 'wrong_scheme', detail };
}
