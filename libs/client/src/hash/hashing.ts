export type Algorithm = 'CRC64NVME' | 'SHA256' | 'MD5';

/** A digest, and the bytes that were digested: those that were given may have been moved to another thread. */
export interface Digested {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly digest: Uint8Array;
}

/** A digest of bytes that come one after the other. */
export interface Incremental {
  readonly update: (bytes: Uint8Array) => void;
  readonly digest: () => Uint8Array;
}

/** What digests this platform makes. */
export interface Hashing {
  /** The one that uploads are made with unless something else is asked for. */
  readonly usual: 'CRC64NVME' | 'SHA256';
  /** Whether it makes MD5, with which ETags can be compared. Where it does, it makes CRC64NVME too. */
  readonly hasMd5: boolean;
  readonly digest: (algorithm: Algorithm, bytes: Uint8Array<ArrayBuffer>) => Promise<Digested>;
  readonly incrementalMd5: () => Promise<Incremental>;
}
