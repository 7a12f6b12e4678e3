import type { IHasher } from 'hash-wasm';
import type { Algorithm, Incremental } from './hashing.js';

// This file is the optional part of the library. It is loaded only for CRC64NVME, and in browsers for MD5.

type WasmAlgorithm = Exclude<Algorithm, 'SHA256'>;

/** The polynomial of CRC-64/NVME, reflected (NVM Command Set Specification, "64b CRC"). */
const NVME_POLYNOMIAL = '9a6c9329ac4bc9b5';

async function create(algorithm: WasmAlgorithm): Promise<IHasher> {
  const { createCRC64, createMD5 } = await import('hash-wasm');
  return algorithm === 'MD5' ? createMD5() : createCRC64(NVME_POLYNOMIAL);
}

const shared = new Map<WasmAlgorithm, Promise<IHasher>>();

/** Returns the digest of bytes, from WebAssembly that is compiled once. */
export async function wasmDigest(algorithm: WasmAlgorithm, bytes: Uint8Array): Promise<Uint8Array> {
  const created = shared.get(algorithm) ?? create(algorithm);
  shared.set(algorithm, created);
  const hash = await created;
  return hash.init().update(bytes).digest('binary');
}

/** Returns a digest over bytes piece by piece, computed in WebAssembly. */
export async function wasmHash(algorithm: WasmAlgorithm): Promise<Incremental> {
  const hash = (await create(algorithm)).init();
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('binary') };
}
