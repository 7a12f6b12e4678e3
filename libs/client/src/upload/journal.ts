import { fits, isCount, isSegment, isSize, isText, optional, type Shape } from '../api/shape.js';
import type { Fingerprint } from '../source.js';

/**
 * An upload that has begun but not ended. The entry contains no token and no URL. The uploadId is encrypted, and
 * another subject can't use it.
 */
export interface JournalEntry {
  readonly uploadId: string;
  /** The time from which the API refuses the uploadId, in milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly fingerprint: Fingerprint;
  /** The properties that the object was to have. An upload is resumed only for an object with the same properties. */
  readonly request: string;
  readonly algorithm?: 'CRC64NVME' | 'SHA256' | undefined;
  /** The size of every part except the last, in bytes. */
  readonly partSize: number;
  /**
   * The parts that were sent, with their Base64 digests if there are any. They are recorded before the upload is
   * completed.
   */
  readonly sent?: readonly SentDigest[] | undefined;
}

export interface SentDigest {
  readonly partNumber: number;
  readonly etag: string;
  readonly checksum?: string | undefined;
}

/** An entry with its name. */
export interface NamedEntry {
  readonly name: string;
  readonly entry: JournalEntry;
}

const isAlgorithm = (value: unknown): boolean => value === 'CRC64NVME' || value === 'SHA256';
const SENT: Shape<readonly SentDigest[]> = [
  { partNumber: isCount, etag: isText, checksum: optional(isText) },
];

/** The members of an entry that can be used. Its file may be another program's, or damaged. */
export const NAMED_ENTRY: Shape<NamedEntry> = {
  name: isText,
  entry: {
    uploadId: isSegment,
    expiresAt: isSize,
    fingerprint: { size: isSize, modifiedAt: Number.isFinite },
    request: isText,
    algorithm: optional(isAlgorithm),
    partSize: isCount,
    sent: optional((value) => fits(SENT, value)),
  },
};

/** Keeps entries, so that they survive a crash or a reload. Names are opaque strings of any length. */
export interface Journal {
  readonly get: (name: string) => Promise<JournalEntry | undefined>;
  readonly put: (name: string, entry: JournalEntry) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
  /** Lists all entries that have not expired. */
  readonly list: () => Promise<readonly NamedEntry[]>;
  /** Removes all entries. */
  readonly forget: () => Promise<void>;
}
