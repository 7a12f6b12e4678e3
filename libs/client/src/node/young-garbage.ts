/** Bytes of chunks that may become garbage before it is collected. */
const AT_ONCE = 4 * 1024 ** 2;

let received = 0;

/**
 * Counts a chunk that Node made for what it received. V8 frees these only after some 100 MB; in a program that exposes
 * the collector (`--expose-gc`), as the command `presign` does, they are freed every 4 MiB, which takes less time.
 */
export function countChunk(bytes: number): void {
  received += bytes;
  if (received < AT_ONCE) return;
  received = 0;
  globalThis.gc?.({ type: 'minor' });
}
