import type { AwsCredentialIdentity } from '../credentials/identity.js';
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
   * Whether the query contains `X-Amz-Content-Sha256=UNSIGNED-PAYLOAD`, as the AWS SDK for JavaScript writes it. S3
   * doesn't need it. With it, the URLs of both signers are equal byte for byte.
   */
  readonly contentSha256InQuery?: boolean;
}

/**
 * Signs URLs with Signature Version 4, with parameters in the order of the AWS SDK for JavaScript. A URL costs one
 * digest and one HMAC, and no await. The signing key, the scope and the encoded token are cached for later requests.
 *
 * @example
 *   const presigner = new SigV4Presigner(endpointAt('https://team-a-files.s3.eu-west-1.amazonaws.com', 'eu-west-1'));
 *   const request = { method: 'GET', key: 'report.pdf', signedAt: epochSeconds(new Date()), expiresIn: 900 };
 *   const url = presigner.presign(request, { accessKeyId, secretAccessKey });
 */
export class SigV4Presigner implements Presigner {
  readonly #endpoint: BucketEndpoint;
  readonly #hostHeader: string;
  readonly #algorithm: string;
  #day: SigningDay | undefined;

  constructor(endpoint: BucketEndpoint, options: SigV4Options = {}) {
    this.#endpoint = endpoint;
    this.#hostHeader = `host:${endpoint.host}\n`;
    this.#algorithm =
      `X-Amz-Algorithm=${ALGORITHM}` +
      (options.contentSha256InQuery ? `&X-Amz-Content-Sha256=${UNSIGNED_PAYLOAD}` : '');
  }

  /** Returns the presigned URL of a request. @throws RangeError for a query parameter that only the signer may set */
  presign(request: PresignRequest, credentials: AwsCredentialIdentity): string {
    const { origin, path: bucketPath } = this.#endpoint;
    const date = formatAmzDate(request.signedAt);
    const day = this.#dayOf(request.signedAt, credentials);
    const headers = this.#headersOf(request.headers);

    const path = `${bucketPath}/${uriEncodePath(request.key)}`;
    const before = `${day.parameters}${date}&X-Amz-Expires=${request.expiresIn}${day.token}`;
    const after = `&X-Amz-SignedHeaders=${uriEncode(headers.signed)}${encodeQuery(request.query)}`;

    const canonical = canonicalRequest(request.method, path, before + after, headers.block, headers.signed);
    const sealed = signature(day.key, scopeLines(date, day.scope), requestDigest(canonical));
    return `${origin}${path}?${before}&X-Amz-Signature=${sealed}${after}`;
  }

  #headersOf(headers: PresignRequest['headers']) {
    if (!headers) return { block: this.#hostHeader, signed: 'host' };
    return canonicalHeaders({ ...headers, host: this.#endpoint.host });
  }

  #dayOf(time: EpochSeconds, credentials: AwsCredentialIdentity): SigningDay {
    const number = Math.floor(time / 86_400);
    const held = this.#day;
    if (held?.number === number && held.credentials === credentials) return held;
    const date = formatAmzDate(time).slice(0, 8);
    const { signingRegion, signingService } = this.#endpoint;
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const scope = credentialScope(date, signingRegion, signingService);
    return (this.#day = {
      number,
      credentials,
      scope,
      key: signingKey(secretAccessKey, date, signingRegion, signingService),
      // join makes a flat string; + would make a rope that is flattened again for each request
      parameters: [
        this.#algorithm,
        `X-Amz-Credential=${uriEncode(`${accessKeyId}/${scope}`)}`,
        'X-Amz-Date=',
      ].join('&'),
      token: sessionToken ? ['', `X-Amz-Security-Token=${uriEncode(sessionToken)}`].join('&') : '',
    });
  }
}

/** The values that all requests of one day with the same credentials share. */
interface SigningDay {
  /** Days since 1970, in UTC. */
  readonly number: number;
  readonly credentials: AwsCredentialIdentity;
  readonly scope: string;
  readonly key: HmacSha256;
  /** The query string up to and including `X-Amz-Date=`. */
  readonly parameters: string;
  /** The parameter `&X-Amz-Security-Token=…`, or empty. */
  readonly token: string;
}

/**
 * Returns the parameters as `&name=value`, sorted. Each name must sort after the parameters of the signature, because
 * those come first in the query.
 */
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

/** A text that sorts after every name that begins with `X-Amz-`. */
const BEHIND_SIGNATURE = 'X-Amz.';
