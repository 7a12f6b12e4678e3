import type { KeyObject } from 'node:crypto';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import type { BucketEndpoint } from '../endpoint/bucket-endpoint.js';
import { formatAmzDate } from '../sigv4/amz-date.js';
import { canonicalHeaders } from '../sigv4/canonical-headers.js';
import {
  ALGORITHM,
  UNSIGNED_PAYLOAD,
  canonicalRequest,
  credentialScope,
  signature,
  signingKey,
  stringToSign,
} from '../sigv4/signature.js';
import { uriEncode, uriEncodePath } from '../sigv4/uri-encode.js';
import type { PresignRequest, Presigner } from './presigner.js';

export interface SigV4Options {
  /**
   * Puts `X-Amz-Content-Sha256=UNSIGNED-PAYLOAD` into the query, as the AWS SDK for JavaScript does. S3 needs it
   * not; with it the URLs of both are equal byte for byte.
   */
  readonly contentSha256InQuery?: boolean;
}

/**
 * Presigned URLs by Signature Version 4, with parameters in the order of the AWS SDK for JavaScript.
 * One signing is one digest and one HMAC; what lasts longer than a request (key, scope, encoded token) is kept.
 */
export class SigV4Presigner implements Presigner {
  readonly #endpoint: BucketEndpoint;
  readonly #hostOnly: string;
  readonly #beforeCredential: string;
  #scope: Scope | undefined;
  #second = Number.NaN;
  #amzDate = '';

  constructor(endpoint: BucketEndpoint, options: SigV4Options = {}) {
    this.#endpoint = endpoint;
    this.#hostOnly = `host:${endpoint.host}\n`;
    this.#beforeCredential =
      `X-Amz-Algorithm=${ALGORITHM}` +
      (options.contentSha256InQuery ? `&X-Amz-Content-Sha256=${UNSIGNED_PAYLOAD}` : '') +
      '&X-Amz-Credential=';
  }

  /** @throws RangeError for a query parameter that only the signer may set */
  presign(request: PresignRequest, credentials: AwsCredentialIdentity): string {
    const { origin, path: bucketPath } = this.#endpoint;
    const date = this.#dateOf(request.signedAt);
    const scope = this.#scopeOf(credentials, date.slice(0, 8));
    const headers = this.#headersOf(request.headers);

    const path = `${bucketPath}/${uriEncodePath(request.key)}`;
    const before = `${scope.beforeDate}${date}&X-Amz-Expires=${request.expiresIn}${scope.token}`;
    const after = `&X-Amz-SignedHeaders=${uriEncode(headers.signed)}${encodeQuery(request.query)}`;

    const canonical = canonicalRequest(request.method, path, before + after, headers.block, headers.signed);
    const sealed = signature(scope.key, stringToSign(date, scope.text, canonical));
    return `${origin}${path}?${before}&X-Amz-Signature=${sealed}${after}`;
  }

  #dateOf(second: number): string {
    if (second !== this.#second) {
      this.#amzDate = formatAmzDate(second);
      this.#second = second;
    }
    return this.#amzDate;
  }

  #scopeOf(credentials: AwsCredentialIdentity, day: string): Scope {
    if (this.#scope?.credentials !== credentials || this.#scope.day !== day) {
      this.#scope = this.#makeScope(credentials, day);
    }
    return this.#scope;
  }

  #makeScope(credentials: AwsCredentialIdentity, day: string): Scope {
    const { signingRegion, signingService } = this.#endpoint;
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const text = credentialScope(day, signingRegion, signingService);
    return {
      credentials,
      day,
      text,
      key: signingKey(secretAccessKey, day, signingRegion, signingService),
      beforeDate: `${this.#beforeCredential}${uriEncode(`${accessKeyId}/${text}`)}&X-Amz-Date=`,
      token: sessionToken === undefined ? '' : `&X-Amz-Security-Token=${uriEncode(sessionToken)}`,
    };
  }

  #headersOf(headers: PresignRequest['headers']) {
    if (!headers) return { block: this.#hostOnly, signed: 'host' };
    return canonicalHeaders({ ...headers, host: this.#endpoint.host });
  }
}

/** What stays the same for all requests of a day with the same credentials. */
interface Scope {
  readonly credentials: AwsCredentialIdentity;
  readonly day: string;
  readonly text: string;
  readonly key: KeyObject;
  readonly beforeDate: string;
  readonly token: string;
}

/** `&name=value` for each, sorted: every name must sort behind those of the signature itself, which come first. */
function encodeQuery(query: PresignRequest['query']): string {
  if (!query) return '';
  let encoded = '';
  for (const name of Object.keys(query).sort()) {
    if (name <= 'X-Amz-SignedHeaders') throw new RangeError(`"${name}" can't be a parameter of a signed URL`);
    encoded += `&${uriEncode(name)}=${uriEncode(query[name]!)}`;
  }
  return encoded;
}
