import { createHash } from 'node:crypto';
import type { Algorithm, Hashing } from '../hash/hashing.js';
import { wasmDigest } from '../hash/wasm.js';
import { HashWorker } from './hash-worker.js';

/** The number of bytes from which digesting in another thread is faster. */
const WORTH_A_THREAD = 256 * 1024;

/**
 * Returns the digests of Node: by Node itself, and CRC64NVME by WebAssembly. Large pieces are digested in a thread,
 * while others are sent.
 */
export function nodeHashing(): Hashing {
  let worker: HashWorker | undefined;
  return {
    usual: 'CRC64NVME',
    hasMd5: true,
    digest: async (algorithm, bytes) => {
      const isMovable = bytes.byteLength === bytes.buffer.byteLength;
      if (isMovable && bytes.byteLength >= WORTH_A_THREAD)
        return (worker ??= new HashWorker(() => (worker = undefined))).digest(algorithm, bytes);
      return { bytes, digest: await here(algorithm, bytes) };
    },
    incrementalMd5: () => {
      const hash = createHash('md5');
      return Promise.resolve({ update: (bytes) => void hash.update(bytes), digest: () => hash.digest() });
    },
  };
}

async function here(algorithm: Algorithm, bytes: Uint8Array): Promise<Uint8Array> {
  if (algorithm === 'CRC64NVME') return wasmDigest(algorithm, bytes);
  return createHash(algorithm).update(bytes).digest();
}
