import type { EpochSeconds } from '#s3-presign';

/** How the name of a file becomes a key, in a session for a folder. */
export const NAMINGS = ['unique', 'filename'] as const;
export type Naming = (typeof NAMINGS)[number];

/** Where a session's files go. */
export type Destination =
  | { readonly key: string }
  /** Empty, or ends in `/`. */
  | { readonly keyPrefix: string; readonly naming: Naming };

/** What the holder of the capability may upload, and until when. Keys are those of the API, without the tenant's prefix. */
export interface UploadSession {
  /** ULID; stands in the audit log. No secret. */
  readonly id: string;
  readonly end: EpochSeconds;
  readonly to: Destination;
  readonly overwrite: boolean;
  /**
   * Media types, as `Limits` has them; `undefined`: what the tenant allows. These three are those of the grant that the
   * session began under, as it was then, or less: what the tenant file says now may be less still.
   */
  readonly contentTypes?: readonly string[] | undefined;
  /** Bytes. */
  readonly maxFileSize?: number | undefined;
  /** Seconds that a URL may live. */
  readonly maxExpiresIn?: number | undefined;
  /** Replaces `contentTypes` if there are too many to keep: a grant is used only if its types have the same hash. */
  readonly typesHash?: string | undefined;
  /** Metadata that every object of the session gets. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Names of the client's own metadata that objects keep. */
  readonly metadataFields?: readonly string[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}
