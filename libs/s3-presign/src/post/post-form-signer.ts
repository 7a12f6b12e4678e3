import type { AwsCredentialIdentity } from '../credentials/identity.js';
import type { BucketEndpoint } from '../endpoint/bucket-endpoint.js';
import type { HmacSha256 } from '../sigv4/hmac.js';
import { formatAmzDate, type EpochSeconds } from '../sigv4/amz-date.js';
import { ALGORITHM, credentialScope, signature, signingKey } from '../sigv4/signature.js';
import { encodePolicy, type PolicyCondition } from './post-policy.js';

/** An upload form that a client can post until it expires. */
export interface PostFormRequest {
  /** The key, or the beginning that the key must have. */
  readonly key: string;
  readonly keyIsPrefix?: boolean | undefined;
  /**
   * The fields that the form must carry unchanged, by name, such as `Content-Type`, `x-amz-meta-…`,
   * `success_action_status`.
   */
  readonly fields: Readonly<Record<string, string>>;
  /** The smallest and largest size of the file in bytes, both allowed. */
  readonly contentLengthRange?: readonly [min: number, max: number] | undefined;
  readonly signedAt: EpochSeconds;
  /** The lifetime of the form in seconds. */
  readonly expiresIn: number;
}

/** The URL to post to, and the fields that must precede the file. */
export interface PostForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Signs POST policies for one bucket. The policy has a condition for each field of the form. S3 refuses a form with
 * another field, or with a value that a condition doesn't allow.
 * Source: S3 API Reference, "Authenticating Requests in Browser-Based Uploads Using POST".
 *
 * @example
 *   const signer = new PostFormSigner('team-a-files', endpoint);
 *   const { url, fields } = signer.sign({ key: 'avatar.png', fields: {}, signedAt, expiresIn: 300 }, credentials);
 */
export class PostFormSigner {
  #day: { date: string; credentials: AwsCredentialIdentity; scope: string; key: HmacSha256 } | undefined;

  constructor(
    private readonly bucket: string,
    private readonly endpoint: BucketEndpoint,
  ) {}

  sign(request: PostFormRequest, credentials: AwsCredentialIdentity): PostForm {
    const date = formatAmzDate(request.signedAt);
    const { scope, key } = this.#dayOf(date.slice(0, 8), credentials);
    const fields: Record<string, string> = {
      bucket: this.bucket,
      ...request.fields,
      'x-amz-algorithm': ALGORITHM,
      'x-amz-credential': `${credentials.accessKeyId}/${scope}`,
      'x-amz-date': date,
      ...(credentials.sessionToken && { 'x-amz-security-token': credentials.sessionToken }),
    };
    const policy = encodePolicy({
      expiresAt: request.signedAt + request.expiresIn,
      conditions: [keyCondition(request), ...rangeCondition(request), ...pinned(fields)],
    });
    return {
      url: `${this.endpoint.origin}${this.endpoint.path}/`,
      fields: {
        key: request.keyIsPrefix ? `${request.key}\${filename}` : request.key,
        ...fields,
        policy,
        'x-amz-signature': signature(key, policy),
      },
    };
  }

  #dayOf(date: string, credentials: AwsCredentialIdentity) {
    if (this.#day?.date === date && this.#day.credentials === credentials) return this.#day;
    const { signingRegion, signingService } = this.endpoint;
    return (this.#day = {
      date,
      credentials,
      scope: credentialScope(date, signingRegion, signingService),
      key: signingKey(credentials.secretAccessKey, date, signingRegion, signingService),
    });
  }
}

const keyCondition = ({ key, keyIsPrefix }: PostFormRequest): PolicyCondition =>
  keyIsPrefix ? ['starts-with', '$key', key] : { key };

const rangeCondition = ({ contentLengthRange: range }: PostFormRequest): PolicyCondition[] =>
  range ? [['content-length-range', ...range]] : [];

const pinned = (fields: Record<string, string>): PolicyCondition[] =>
  Object.entries(fields).map(([name, value]) => ({ [name]: value }));
