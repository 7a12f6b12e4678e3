import { BucketPresigner, SharedCredentials, createPresigner } from '#s3-presign';
import { Grants } from '../grants/grants.js';
import { credentialProvider } from './credential-provider.js';
import type { TenantEntry } from './tenant-file.js';

/** Seconds, where the tenant file says nothing. */
const DEFAULT_EXPIRES_IN = 900;
const DEFAULT_MAX_EXPIRES_IN = 3600;

/** A tenant as it is served: its entry of the tenant file, and what is made of it once. */
export class Tenant {
  readonly id: string;
  readonly grants: Grants;
  readonly issuers: ReadonlySet<string>;
  readonly keyPrefix: string;
  readonly contentTypes: ReadonlySet<string> | undefined;
  readonly inlineTypes: ReadonlySet<string>;
  #presigner: BucketPresigner | undefined;

  constructor(readonly entry: TenantEntry) {
    this.id = entry.id;
    this.grants = new Grants(entry.grants);
    this.issuers = new Set(entry.issuers);
    this.keyPrefix = entry.keyPrefix ?? '';
    this.contentTypes = entry.limits?.contentTypes && new Set(entry.limits.contentTypes);
    this.inlineTypes = new Set(entry.limits?.inlineTypes);
  }

  /** Made at the first signing: a process may know thousands of tenants and serve a few. */
  get presigner(): BucketPresigner {
    return (this.#presigner ??= this.#createPresigner());
  }

  #createPresigner(): BucketPresigner {
    const { bucket, region, forcePathStyle, limits } = this.entry;
    const endpoint = this.entry.publicEndpoint ?? this.entry.endpoint;
    const maxExpiresIn = limits?.maxExpiresIn ?? DEFAULT_MAX_EXPIRES_IN;
    return new BucketPresigner(
      createPresigner({ bucket, region, endpoint, forcePathStyle }),
      new SharedCredentials(credentialProvider(this.entry)),
      {
        maxExpiresIn,
        defaultExpiresIn: limits?.defaultExpiresIn ?? Math.min(DEFAULT_EXPIRES_IN, maxExpiresIn),
      },
    );
  }
}
