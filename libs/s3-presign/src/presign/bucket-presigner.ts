import type { SharedCredentials } from '../credentials/shared-credentials.js';
import type { ObjectKey } from '../keys/object-key.js';
import {
  LifetimeContract,
  type SigningLimits,
  type Term,
  type WantedLifetime,
} from '../lifetime/lifetime-contract.js';
import type { Lifetime } from '../lifetime/lifetime.js';
import { andThen, type MaybePromise } from '../maybe-promise.js';
import type { EpochSeconds } from '../sigv4/amz-date.js';
import type { PresignMethod, Presigner } from './presigner.js';

/** The request that a URL allows, and how long the URL is valid. */
export interface PresignOperation extends WantedLifetime {
  readonly method: PresignMethod;
  readonly key: ObjectKey;
  /** See `PresignRequest`. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** See `PresignRequest`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface SignedRequest extends Lifetime {
  readonly url: string;
  readonly method: PresignMethod;
  /** The lower-case names of the signed headers, sorted, including `host`. */
  readonly signedHeaders: readonly string[];
  readonly accessKeyId: string;
}

/**
 * Signs URLs for one bucket, so that no URL outlives its credentials.
 *
 * @example
 *   const limits = { defaultExpiresIn: 900, maxExpiresIn: 3600 };
 *   const signer = new BucketPresigner(new SigV4Presigner(endpoint), new SharedCredentials(provider), limits);
 *   const { url, expiresAt } = await signer.sign({ method: 'GET', key: parseObjectKey('report.pdf') }, now);
 */
export class BucketPresigner {
  readonly #presigner: Presigner;
  readonly #contract: LifetimeContract;

  /**
   * Takes the signer, the credentials to sign with, and the limits of all lifetimes.
   *
   * @throws RangeError for limits that S3 doesn't accept
   */
  constructor(presigner: Presigner, credentials: SharedCredentials, limits: SigningLimits) {
    this.#presigner = presigner;
    this.#contract = new LifetimeContract(credentials, limits);
  }

  /**
   * Signs a URL. It returns a promise only if the current credentials don't last long enough.
   *
   * @throws PresignError `validity_too_short`, `credentials_unavailable`, `credentials_lifetime_unknown`. A promise
   *   rejects with the same errors.
   */
  sign(operation: PresignOperation, now: EpochSeconds): MaybePromise<SignedRequest> {
    return andThen(this.#contract.term(operation, now), (term) => this.#signFor(term, operation));
  }

  #signFor({ identity, lifetime }: Term, operation: PresignOperation): MaybePromise<SignedRequest> {
    const { signedAt, expiresIn, expiresAt, limitedBy } = lifetime;
    const { method, key, query, headers } = operation;
    const { accessKeyId } = identity;
    const signedHeaders = headers ? [...Object.keys(headers), 'host'].sort() : HOST_ONLY;
    const answer = (url: string): SignedRequest => ({
      url,
      method,
      signedHeaders,
      accessKeyId,
      signedAt,
      expiresIn,
      expiresAt,
      limitedBy,
    });
    const request = { method, key, query, headers, signedAt, expiresIn };
    return andThen(this.#presigner.presign(request, identity), answer);
  }
}

const HOST_ONLY: readonly string[] = Object.freeze(['host']);
