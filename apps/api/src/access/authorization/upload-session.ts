import type { EpochSeconds } from '#s3-presign';

/** How the name of a file becomes a key, in a session for a folder. */
export const NAMINGS = ['unique', 'filename'] as const;
export type Naming = (typeof NAMINGS)[number];

/** Where a session's files go. */
export type Destination =
  | { readonly key: string }
  /** Empty, or ends in `/`. */
  | { readonly keyPrefix: string; readonly naming: Naming };

/** What whoever has the capability may upload, and until when. Keys are those of the API, without the tenant's prefix. */
export interface UploadSession {
  /** ULID; stands in the audit log. No secret. */
  readonly id: string;
  readonly end: EpochSeconds;
  readonly to: Destination;
  readonly overwrite: boolean;
  /** Media types in lower case, without parameters; `undefined`: what the tenant allows. */
  readonly contentTypes?: readonly string[] | undefined;
  /** Bytes; the tenant's limit may be lower by now. */
  readonly maxFileSize?: number | undefined;
  /** Of every object. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Names of the client's own metadata that objects keep. */
  readonly metadataFields?: readonly string[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}
