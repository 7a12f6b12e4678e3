import { createHash } from 'node:crypto';
import type { Algorithm, Hashing } from '../hash/hashing.js';
import { wasmDigest } from '../hash/wasm.js';
import { HashWorker } from './hash-worker.js';

/** Bytes from which a digest is worth the way to another thread. */
const WORTH_A_THREAD = 256 * 1024;

/** By Node, and CRC64NVME in WebAssembly; of large pieces in a thread, beside what is sent. */
export function nodeHashing(): Hashing {
  let worker: HashWorker | undefined;
  return {
    usual: 'CRC64NVME',
    hasMd5: true,
    digest: async (algorithm, bytes) => {
      const isMovable = bytes.byteLength === bytes.buffer.byteLength;
      if (isMovable && bytes.byteLength >= WORTH_A_THREAD)
        return (worker ??= new HashWorker()).digest(algorithm, bytes);
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
