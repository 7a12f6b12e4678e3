import type { HeldCredentials, SharedCredentials } from '../credentials/shared-credentials.js';
import type { ObjectKey } from '../keys/object-key.js';
import { clampLifetime, desiredLifetime, type Lifetime } from '../lifetime/lifetime.js';
import type { EpochSeconds } from '../sigv4/amz-date.js';
import { MAX_EXPIRES_IN, type PresignMethod, type Presigner } from './presigner.js';

/** Whole seconds, 1 to 604,800. */
export interface SigningLimits {
  /** For whoever doesn't say how long. */
  readonly defaultExpiresIn: number;
  /** Longer isn't signed, but shortened to this. */
  readonly maxExpiresIn: number;
}

/** What somebody else shall be able to do once, and for how long. Times in whole seconds. */
export interface PresignOperation {
  readonly method: PresignMethod;
  readonly key: ObjectKey;
  /** See `PresignRequest`. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** See `PresignRequest`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly expiresIn?: number | undefined;
  /** Shorter isn't signed; 1 where left out. */
  readonly minValidity?: number | undefined;
}

export interface SignedRequest extends Lifetime {
  readonly url: string;
  readonly method: PresignMethod;
  /** Lower-case names, sorted, with `host`. */
  readonly signedHeaders: readonly string[];
  readonly accessKeyId: string;
}

/** The lifetime contract around a signer of one bucket: no URL outlives the credentials behind it. */
export class BucketPresigner {
  readonly #presigner: Presigner;
  readonly #credentials: SharedCredentials;
  readonly #limits: SigningLimits;

  /** @throws RangeError for limits that S3 could not keep */
  constructor(presigner: Presigner, credentials: SharedCredentials, limits: SigningLimits) {
    requireSeconds('defaultExpiresIn', limits.defaultExpiresIn);
    requireSeconds('maxExpiresIn', limits.maxExpiresIn);
    this.#presigner = presigner;
    this.#credentials = credentials;
    this.#limits = limits;
  }

  /**
   * Signs at once where the credentials at hand last long enough; else the answer is a promise.
   *
   * @throws PresignError `validity_too_short`, `credentials_unavailable`, `credentials_lifetime_unknown`;
   *   rejects with the same where the answer is a promise
   */
  sign(operation: PresignOperation, now: EpochSeconds): SignedRequest | Promise<SignedRequest> {
    const { defaultExpiresIn, maxExpiresIn } = this.#limits;
    const desired = desiredLifetime({ now, expiresIn: operation.expiresIn, defaultExpiresIn, maxExpiresIn });
    const held = this.#credentials.lasting(desired.expiresAt, now);
    return held instanceof Promise
      ? held.then((renewed) => this.#signWith(renewed, operation, desired))
      : this.#signWith(held, operation, desired);
  }

  #signWith(
    { identity, end }: HeldCredentials,
    operation: PresignOperation,
    desired: Lifetime,
  ): SignedRequest | Promise<SignedRequest> {
    const { signedAt, expiresIn, expiresAt, limitedBy } = clampLifetime(desired, end, operation.minValidity);
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
    const url = this.#presigner.presign({ method, key, query, headers, signedAt, expiresIn }, identity);
    return typeof url === 'string' ? answer(url) : url.then(answer);
  }
}

const HOST_ONLY: readonly string[] = Object.freeze(['host']);

function requireSeconds(name: keyof SigningLimits, value: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= MAX_EXPIRES_IN) return;
  throw new RangeError(
    `${name} is ${value}, but S3 takes whole seconds from 1 to ${MAX_EXPIRES_IN}. Set it so.`,
  );
}
