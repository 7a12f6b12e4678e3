import { hash } from 'node:crypto';

/**
 * HMAC-SHA-256 (RFC 2104) of many short texts: two one-shot digests over buffers that all keys have in common. What
 * `createHmac` makes for each text costs more than its two digests do, and buffers of its own for each of ten thousand
 * keys no longer fit into the processor's caches.
 */
export class HmacSha256 {
  /** K, at most a block; Latin-1. */
  readonly #key: string;

  constructor(key: Uint8Array) {
    const bytes = key.length > BLOCK ? hash('sha256', key, 'buffer') : Buffer.from(key);
    this.#key = bytes.toString('latin1');
  }

  /**
   * @param head the text, or the part of it that many texts have in common: kept from one call to the next
   * @param tail the rest of the text, ASCII
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

/** Bytes. FIPS 180-4, "SHA-256". */
const BLOCK = 64;
const DIGEST = 32;

/** K ⊕ ipad, then the text. */
let inner = Buffer.alloc(BLOCK);
/** K ⊕ opad, then the digest of the inner. */
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
