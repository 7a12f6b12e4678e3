export type Algorithm = 'CRC64NVME' | 'SHA256' | 'MD5';

/** A digest, and the bytes that were digested. The given bytes may have been moved to another thread, so use these. */
export interface Digested {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly digest: Uint8Array;
}

/** A digest that is computed over bytes piece by piece. */
export interface Incremental {
  readonly update: (bytes: Uint8Array) => void;
  readonly digest: () => Uint8Array;
}

/** The digests that a platform can compute. */
export interface Hashing {
  /** The algorithm for uploads if no other is asked for. */
  readonly usual: 'CRC64NVME' | 'SHA256';
  /** Whether the platform computes MD5, for comparison with ETags. If so, it computes CRC64NVME too. */
  readonly hasMd5: boolean;
  readonly digest: (algorithm: Algorithm, bytes: Uint8Array<ArrayBuffer>) => Promise<Digested>;
  readonly incrementalMd5: () => Promise<Incremental>;
}
