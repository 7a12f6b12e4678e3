import type { EpochSeconds } from '../../../../../libs/s3-presign/src/index.js';

/** The claims that every seal has: those of RFC 7519 §4.1, and `bound`. */
export interface Seal {
  /** The tenant's id. */
  readonly aud: string;
  readonly exp: EpochSeconds;
  readonly iat?: EpochSeconds;
  /** The value that `bindingOf` returned for its caller and tenant. */
  readonly bound?: string;
}
