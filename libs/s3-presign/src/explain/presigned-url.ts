import type { BucketEndpoint } from '../endpoint/bucket-endpoint.js';
import { MAX_EXPIRES_IN } from '../presign/presigner.js';
import { parseAmzDate, type EpochSeconds } from '../sigv4/amz-date.js';
import { ALGORITHM } from '../sigv4/signature.js';
import { REQUIRED_PARAMETERS } from '../verify/query-parameters.js';
import { parseTarget, type RequestTarget } from '../verify/request-target.js';
import { VerificationError } from '../verify/verification-error.js';
import type { Explanation } from './explanation.js';

/** The host, bucket and region of a tenant's URLs. */
export interface UrlLocation {
  readonly bucket: string;
  readonly endpoint: BucketEndpoint;
}

/** The parts of a URL, not yet validated. */
export interface UrlParts {
  /** The scheme with its colon, such as `https:`. */
  readonly scheme: string;
  /**
   * The value of the `host` header, with its case kept. Some clients don't convert the host to lower case, and then the
   * signatures don't match.
   */
  readonly host: string;
  readonly target: RequestTarget;
}

/** The parts of a complete presigned URL. */
export interface SignedUrl extends UrlParts {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly amzDate: string;
  readonly signedAt: EpochSeconds;
  readonly expiresAt: EpochSeconds;
  /** The lower-case names of the signed headers, sorted. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly token: string | undefined;
}

export function splitUrl(url: string): UrlParts | Explanation {
  const [, origin, protocol, authority, target] = /^((https?:)\/\/([^/?#\s]+))(\/[^]*)$/i.exec(url) ?? [];
  if (!origin || !protocol || !authority || !target || !URL.canParse(origin)) {
    return malformedUrl('It is not an http or https URL with a path.');
  }
  const scheme = protocol.toLowerCase();
  const host = authority.replace(scheme === 'https:' ? /:443$/ : /:80$/, '');
  try {
    return { scheme, host, target: parseTarget(target) };
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    return malformedUrl(
      error.code === 'InvalidArgument'
        ? error.message
        : 'It contains a blank, a "#", or percent-encoding that can’t be decoded. Use it byte for byte as the API returned it.',
    );
  }
}

/**
 * Returns the parts of a complete presigned URL, or an explanation that names the missing or malformed parts. The checks are in
 * the order of S3's own.
 */
export function readSignedUrl(parts: UrlParts): SignedUrl | Explanation {
  const { parameters } = parts.target;
  const missing = REQUIRED_PARAMETERS.find((name) => !parameters.get(name));
  if (missing !== undefined) return missingParameter(missing, parameters);
  const [algorithm, credential, signature, amzDate, signedHeaders, expires] = REQUIRED_PARAMETERS.map(
    (name) => parameters.get(name)!,
  ) as [string, string, string, string, string, string];

  if (algorithm !== ALGORITHM) return malformed('X-Amz-Algorithm', `is not ${ALGORITHM}`);
  const signedAt = parseAmzDate(amzDate);
  if (signedAt === undefined) return malformed('X-Amz-Date', 'is not a time such as 20261124T120000Z');
  const expiresIn = /^\d{1,6}$/.test(expires) ? Number(expires) : 0;
  if (expiresIn < 1 || expiresIn > MAX_EXPIRES_IN) {
    return malformed('X-Amz-Expires', 'is not from 1 to 604800 seconds');
  }
  const [accessKeyId, day, region, service, terminator, ...rest] = credential.split('/');
  if (!accessKeyId || !region || !service || terminator !== 'aws4_request' || rest.length > 0) {
    return malformed('X-Amz-Credential', 'is not KEY-ID/YYYYMMDD/REGION/SERVICE/aws4_request');
  }
  if (day !== amzDate.slice(0, 8)) return malformed('X-Amz-Credential', 'has another day than X-Amz-Date');
  if (!/^[0-9a-f]{64}$/.test(signature)) return malformed('X-Amz-Signature', 'is not 64 hexadecimal digits');
  const names = signedHeaders.split(';');
  if (!names.every((name, i) => HEADER_NAME.test(name) && (i === 0 || names[i - 1]! < name))) {
    return malformed('X-Amz-SignedHeaders', 'is not a sorted list of lower-case header names');
  }
  if (!names.includes('host')) {
    return { verdict: 'missing_signed_header', header: 'host', detail: 'The signature does not cover host.' };
  }
  return {
    ...parts,
    accessKeyId,
    day,
    region,
    service,
    amzDate,
    signedAt,
    expiresAt: signedAt + expiresIn,
    signedHeaders: names,
    signature,
    token: parameters.get('X-Amz-Security-Token'),
  };
}

/** A header name: a token (RFC 9110 §5.6.2) without upper-case letters. */
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

const malformedUrl = (detail: string): Explanation => ({ verdict: 'malformed_url', detail });

const malformed = (parameter: string, what: string): Explanation => ({
  verdict: 'malformed_parameter',
  parameter,
  detail: `${parameter} ${what}: the URL was cut, encoded again, or altered. Use it byte for byte as the API returned it.`,
});

function missingParameter(parameter: string, parameters: ReadonlyMap<string, string>): Explanation {
  const names = [...parameters.keys()];
  const hint = names.some((name) => name.startsWith('amp;'))
    ? 'Each "&" of the URL was replaced by "&amp;".'
    : names.some((name) => name.toLowerCase() === parameter.toLowerCase() && name !== parameter)
      ? 'Its name has other upper or lower case letters.'
      : 'The URL was cut, or is not presigned.';
  return { verdict: 'missing_parameter', parameter, detail: `${parameter} is missing. ${hint}` };
}
