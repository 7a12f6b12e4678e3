import type { Hashing } from '../hash/hashing.js';
import { wasmDigest, wasmHash } from '../hash/wasm.js';

/** SHA-256 by the browser itself, which digests beside the page's own work; the rest in WebAssembly. */
export const browserHashing: Hashing = {
  usual: 'SHA256',
  hasMd5: true,
  digest: async (algorithm, bytes) => ({
    bytes,
    digest:
      algorithm === 'SHA256'
        ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
        : await wasmDigest(algorithm, bytes),
  }),
  incrementalMd5: () => wasmHash('MD5'),
};
