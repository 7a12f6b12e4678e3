import type { Fingerprint } from '../source.js';

/**
 * An upload that was begun and not ended. It has neither a token nor a URL in it; the uploadId is sealed, and of no use
 * to another subject.
 */
export interface JournalEntry {
  readonly uploadId: string;
  /** Milliseconds since the epoch: the API takes the uploadId no longer. */
  readonly expiresAt: number;
  readonly fingerprint: Fingerprint;
  /** What the object was to be: an upload is resumed only for the same. */
  readonly request: string;
  readonly algorithm?: 'CRC64NVME' | 'SHA256' | undefined;
  /** Bytes of every part but the last. */
  readonly partSize: number;
  /** From before the upload is completed: what was sent, with base64 digests where there are. */
  readonly sent?: readonly SentDigest[] | undefined;
}

export interface SentDigest {
  readonly partNumber: number;
  readonly etag: string;
  readonly checksum?: string | undefined;
}

/** An entry with the name that it is kept under. */
export interface NamedEntry {
  readonly name: string;
  readonly entry: JournalEntry;
}

/** Keeps entries beyond a crash or a reload. Names are opaque strings of any length. */
export interface Journal {
  readonly get: (name: string) => Promise<JournalEntry | undefined>;
  readonly put: (name: string, entry: JournalEntry) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
  /** All entries that have not expired. */
  readonly list: () => Promise<readonly NamedEntry[]>;
  /** Removes all entries. */
  readonly forget: () => Promise<void>;
}
