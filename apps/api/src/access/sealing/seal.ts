import type { EpochSeconds } from '../../../../../libs/s3-presign/src/index.js';

/** What every seal says of itself: RFC 7519 §4.1 and one claim of ours. */
export interface Seal {
  /** The tenant's id. */
  readonly aud: string;
  readonly exp: EpochSeconds;
  readonly iat?: EpochSeconds;
  /** What `bindingOf` returned for its caller and tenant. */
  readonly bound?: string;
}
