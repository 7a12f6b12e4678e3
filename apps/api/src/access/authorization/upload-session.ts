import type { EpochSeconds } from '#s3-presign';

/** The rules by which a file's name becomes a key, in a session for a folder. */
export const NAMINGS = ['unique', 'filename'] as const;
export type Naming = (typeof NAMINGS)[number];

/** The target of a session's files: one key, or a folder. */
export type Destination =
  | { readonly key: string }
  /** Empty or ends in `/`. */
  | { readonly keyPrefix: string; readonly naming: Naming };

/**
 * The uploads that the holder of a capability may make, and their expiry. Keys are those of the API, without the
 * tenant's prefix.
 */
export interface UploadSession {
  /** The session's ULID, which the audit log contains. It is not secret. */
  readonly id: string;
  readonly end: EpochSeconds;
  readonly to: Destination;
  readonly overwrite: boolean;
  /**
   * The allowed media types in the form of `Limits`; `undefined` if the tenant's types apply. This and the next two
   * limits come from the grant under which the session began, and may be stricter. The current tenant file may restrict
   * them further.
   */
  readonly contentTypes?: readonly string[] | undefined;
  /** The maximum size of a file in bytes. */
  readonly maxFileSize?: number | undefined;
  /** The longest lifetime of a URL in seconds. */
  readonly maxExpiresIn?: number | undefined;
  /**
   * The hash of the media types, which replaces `contentTypes` if there are too many to store. A grant is used only if
   * its types have the same hash.
   */
  readonly typesHash?: string | undefined;
  /** Metadata that every object of the session receives. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** The names of the client's metadata that objects keep. */
  readonly metadataFields?: readonly string[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}
