import type { Hashing } from '../hash/hashing.js';
import { wasmDigest, wasmHash } from '../hash/wasm.js';

/** The smallest module (WebAssembly Core Specification, "Modules": magic number and version). */
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

let canCompile: boolean | undefined;

/** Whether the page's Content-Security-Policy allows WebAssembly: it may need `'wasm-unsafe-eval'`. */
function hasWasm(): boolean {
  try {
    return (canCompile ??= new WebAssembly.Module(EMPTY_MODULE) instanceof WebAssembly.Module);
  } catch {
    return (canCompile = false);
  }
}

/** SHA-256 by the browser itself, which digests beside the page's own work; the rest in WebAssembly. */
export const browserHashing: Hashing = {
  usual: 'SHA256',
  get hasMd5() {
    return hasWasm();
  },
  digest: async (algorithm, bytes) => ({
    bytes,
    digest:
      algorithm === 'SHA256'
        ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
        : await wasmDigest(algorithm, bytes),
  }),
  incrementalMd5: () => wasmHash('MD5'),
};
