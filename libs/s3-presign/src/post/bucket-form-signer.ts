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
import type { PostForm, PostFormRequest, PostFormSigner } from './post-form-signer.js';

/** The upload that a form allows, and how long the form is valid. */
export interface FormOperation
  extends WantedLifetime, Pick<PostFormRequest, 'fields' | 'contentLengthRange'> {
  /** The key, or the beginning that the key must have. */
  readonly key: ObjectKey;
  readonly keyIsPrefix?: boolean | undefined;
}

export interface SignedForm extends Lifetime, PostForm {
  readonly accessKeyId: string;
}

/**
 * Signs forms for one bucket, so that no form outlives its credentials.
 *
 * @example
 *   const signer = new BucketFormSigner(new PostFormSigner('team-a-files', endpoint), credentials, limits);
 *   const operation = { key: parseObjectKey('avatar.png'), fields: {}, contentLengthRange: [1, 5120] };
 *   const { url, fields } = await signer.sign(operation, now);
 */
export class BucketFormSigner {
  readonly #contract: LifetimeContract;

  /**
   * Takes the signer, the credentials to sign with, and the limits of all lifetimes.
   *
   * @throws RangeError for limits that S3 doesn't accept
   */
  constructor(
    private readonly signer: PostFormSigner,
    credentials: SharedCredentials,
    limits: SigningLimits,
  ) {
    this.#contract = new LifetimeContract(credentials, limits);
  }

  /**
   * Signs a form. It returns a promise only if the current credentials don't last long enough.
   *
   * @throws the errors of `BucketPresigner.sign`
   */
  sign(operation: FormOperation, now: EpochSeconds): MaybePromise<SignedForm> {
    return andThen(this.#contract.term(operation, now), (term) => this.#signFor(term, operation));
  }

  #signFor(
    { identity, lifetime }: Term,
    { key, keyIsPrefix, fields, contentLengthRange }: FormOperation,
  ): SignedForm {
    const { signedAt, expiresIn } = lifetime;
    const form = this.signer.sign(
      { key, keyIsPrefix, fields, contentLengthRange, signedAt, expiresIn },
      identity,
    );
    return { ...form, ...lifetime, accessKeyId: identity.accessKeyId };
  }
}
