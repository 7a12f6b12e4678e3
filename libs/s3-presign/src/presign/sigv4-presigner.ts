import type { AwsCredentialIdentity } from '@aws-sdk/types';
import type { BucketEndpoint } from '../endpoint/bucket-endpoint.js';
import { formatAmzDate, type EpochSeconds } from '../sigv4/amz-date.js';
import { canonicalHeaders } from '../sigv4/canonical-headers.js';
import type { HmacSha256 } from '../sigv4/hmac.js';
import {
  ALGORITHM,
  UNSIGNED_PAYLOAD,
  canonicalRequest,
  credentialScope,
  requestDigest,
  scopeLines,
  signature,
  signingKey,
} from '../sigv4/signature.js';
import { sortedNames } from '../sigv4/sorted-names.js';
import { UNRESERVED, uriEncode, uriEncodePath } from '../sigv4/uri-encode.js';
import type { PresignRequest, Presigner } from './presigner.js';

export interface SigV4Options {
  /**
   * Puts `X-Amz-Content-Sha256=UNSIGNED-PAYLOAD` into the query, as the AWS SDK for JavaScript does. S3 needs it
   * not; with it the URLs of both are equal byte for byte.
   */
  readonly contentSha256InQuery?: boolean;
}

/**
 * Presigned URLs by Signature Version 4, with parameters in the order of the AWS SDK for JavaScript. One signing is
 * one digest and one HMAC, and no await; what lasts longer than a request (key, scope, encoded token) is kept.
 */
export class SigV4Presigner implements Presigner {
  readonly #endpoint: BucketEndpoint;
  readonly #hostHeader: string;
  readonly #algorithm: string;
  #day: SigningDay | undefined;
  #second: SigningSecond | undefined;
  #lastSecond: EpochSeconds | undefined;

  constructor(endpoint: BucketEndpoint, options: SigV4Options = {}) {
    this.#endpoint = endpoint;
    this.#hostHeader = `host:${endpoint.host}\n`;
    this.#algorithm =
      `X-Amz-Algorithm=${ALGORITHM}` +
      (options.contentSha256InQuery ? `&X-Amz-Content-Sha256=${UNSIGNED_PAYLOAD}` : '');
  }

  /** @throws RangeError for a query parameter that only the signer may set */
  presign(request: PresignRequest, credentials: AwsCredentialIdentity): string {
    const { origin, path: bucketPath } = this.#endpoint;
    const { day, lines, parameters } = this.#secondOf(request.signedAt, credentials);
    const headers = this.#headersOf(request.headers);

    const path = `${bucketPath}/${uriEncodePath(request.key)}`;
    const before = `${parameters}${request.expiresIn}${day.token}`;
    const after = `&X-Amz-SignedHeaders=${uriEncode(headers.signed)}${encodeQuery(request.query)}`;

    const canonical = canonicalRequest(request.method, path, before + after, headers.block, headers.signed);
    const sealed = signature(day.key, lines, requestDigest(canonical));
    return `${origin}${path}?${before}&X-Amz-Signature=${sealed}${after}`;
  }

  #headersOf(headers: PresignRequest['headers']) {
    if (!headers) return { block: this.#hostHeader, signed: 'host' };
    return canonicalHeaders({ ...headers, host: this.#endpoint.host });
  }

  #secondOf(second: EpochSeconds, credentials: AwsCredentialIdentity): SigningSecond {
    const held = this.#second;
    if (held?.second === second && held.day.credentials === credentials) return held;
    const date = formatAmzDate(second);
    const day = this.#dayOf(date.slice(0, 8), credentials);
    // join: a flat string, where + would make one that is put together again for each request
    const parameters = [this.#algorithm, day.credential, `X-Amz-Date=${date}`, 'X-Amz-Expires='].join('&');
    const made = { second, day, parameters, lines: scopeLines(date, day.scope) };
    // kept from the second request of a second on: thousands of quiet buckets would keep the garbage collector busy
    if (this.#lastSecond === second) this.#second = made;
    this.#lastSecond = second;
    return made;
  }

  #dayOf(date: string, credentials: AwsCredentialIdentity): SigningDay {
    const held = this.#day;
    if (held?.date === date && held.credentials === credentials) return held;
    const { signingRegion, signingService } = this.#endpoint;
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const scope = credentialScope(date, signingRegion, signingService);
    return (this.#day = {
      date,
      credentials,
      scope,
      key: signingKey(secretAccessKey, date, signingRegion, signingService),
      credential: `X-Amz-Credential=${uriEncode(`${accessKeyId}/${scope}`)}`,
      token: sessionToken ? ['', `X-Amz-Security-Token=${uriEncode(sessionToken)}`].join('&') : '',
    });
  }
}

/** What all requests of one day with the same credentials have in common. */
interface SigningDay {
  /** `20261124` */
  readonly date: string;
  readonly credentials: AwsCredentialIdentity;
  readonly scope: string;
  readonly key: HmacSha256;
  /** `X-Amz-Credential=…` */
  readonly credential: string;
  /** `&X-Amz-Security-Token=…`, or empty. */
  readonly token: string;
}

/** And all of one second. */
interface SigningSecond {
  readonly second: EpochSeconds;
  readonly day: SigningDay;
  /** The query up to `X-Amz-Expires=`. */
  readonly parameters: string;
  /** The string to sign, but for its last line. */
  readonly lines: string;
}

/** `&name=value` for each, sorted: every name must sort behind those of the signature itself, which come first. */
function encodeQuery(query: PresignRequest['query']): string {
  if (!query) return '';
  let encoded = '';
  for (const name of sortedNames(query)) {
    if (name < BEHIND_SIGNATURE || !UNRESERVED.test(name)) {
      throw new RangeError(`"${name}" can't be a parameter of a signed URL`);
    }
    encoded += `&${name}=${uriEncode(query[name]!)}`;
  }
  return encoded;
}

/** Behind whatever begins with `X-Amz-`. */
const BEHIND_SIGNATURE = 'X-Amz.';
