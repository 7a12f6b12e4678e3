import { hash } from 'node:crypto';

/**
 * HMAC-SHA-256 (RFC 2104) for many short texts. It computes two digests over two buffers that all keys share.
 * `createHmac` costs more for each text than the two digests. Separate buffers for each of ten thousand keys would
 * exceed the processor's caches.
 */
export class HmacSha256 {
  /** The key K of RFC 2104, at most one block long, as Latin-1. */
  readonly #key: string;

  constructor(key: Uint8Array) {
    const bytes = key.length > BLOCK ? hash('sha256', key, 'buffer') : Buffer.from(key);
    this.#key = bytes.toString('latin1');
  }

  /**
   * Returns the HMAC of `head` followed by `tail`.
   *
   * @param head the text, or a first part that many texts share; it stays in the buffer for the next call
   * @param tail the rest of the text, in ASCII
   * @returns lower-case hex
   */
  hex(head: string, tail = ''): string {
    if (this.#key !== lastKey) take(this.#key);
    if (head !== lastHead || tailAt + tail.length !== inner.length) makeRoom(head, tail.length);
    inner.write(tail, tailAt, 'latin1');
    outer.write(hash('sha256', inner, 'binary'), BLOCK, 'latin1');
    return hash('sha256', outer, 'hex');
  }
}

/** Lengths in bytes of a block and of a digest. FIPS 180-4, "SHA-256". */
const BLOCK = 64;
const DIGEST = 32;

/** The input of the inner digest: K ⊕ ipad, then the text. */
let inner = Buffer.alloc(BLOCK);
/** The input of the outer digest: K ⊕ opad, then the inner digest. */
const outer = Buffer.alloc(BLOCK + DIGEST);
let lastKey: string | undefined;
let lastHead = '';
let tailAt = BLOCK;

function take(key: string): void {
  for (let at = 0; at < BLOCK; at++) {
    const byte = at < key.length ? key.charCodeAt(at) : 0;
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  lastKey = key;
}

function makeRoom(head: string, tailLength: number): void {
  const length = BLOCK + Buffer.byteLength(head) + tailLength;
  if (length !== inner.length) inner = Buffer.concat([inner.subarray(0, BLOCK)], length);
  inner.write(head, BLOCK);
  lastHead = head;
  tailAt = length - tailLength;
}
