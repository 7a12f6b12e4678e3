import type { Hashing } from '../hash/hashing.js';

const wasm = () => import('../hash/wasm.js');

/** The smallest module (WebAssembly Core Specification, "Modules": magic number and version). */
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

let canCompile: boolean | undefined;

/** Returns whether the page's Content-Security-Policy allows WebAssembly, which may need `'wasm-unsafe-eval'`. */
function hasWasm(): boolean {
  try {
    return (canCompile ??= new WebAssembly.Module(EMPTY_MODULE) instanceof WebAssembly.Module);
  } catch {
    return (canCompile = false);
  }
}

/**
 * The digests in browsers: SHA-256 by the browser itself, outside of the page's thread, and the others in WebAssembly.
 */
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
        : await (await wasm()).wasmDigest(algorithm, bytes),
  }),
  incrementalMd5: async () => (await wasm()).wasmHash('MD5'),
};
