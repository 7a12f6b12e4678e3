import {
  BucketFormSigner,
  BucketPresigner,
  PostFormSigner,
  type BucketEndpoint,
  type BucketLocation,
  type SharedCredentials,
  type SigningLimits,
} from '#s3-presign';
import { createPresigner } from '#s3-presign/aws';
import type { Signers } from '../attribution/subject-signers.js';

/** The settings of a tenant that signing needs. */
interface SigningTerms {
  readonly entry: { readonly bucket: string };
  readonly location: BucketLocation;
  readonly endpoint: BucketEndpoint;
  readonly limits: SigningLimits;
}

/**
 * The signers for one bucket. The signer of forms is created on first use, because access points do not support forms.
 */
export class BucketSigners implements Signers {
  readonly presigner: BucketPresigner;
  #formSigner: BucketFormSigner | undefined;

  constructor(
    private readonly tenant: SigningTerms,
    readonly credentials: SharedCredentials,
  ) {
    this.presigner = new BucketPresigner(createPresigner(tenant.location), credentials, tenant.limits);
  }

  get formSigner(): BucketFormSigner {
    return (this.#formSigner ??= this.#makeFormSigner());
  }

  #makeFormSigner(): BucketFormSigner {
    const { entry, endpoint, limits } = this.tenant;
    return new BucketFormSigner(new PostFormSigner(entry.bucket, endpoint), this.credentials, limits);
  }
}
