import { hash } from 'node:crypto';

/**
 * HMAC-SHA-256 (RFC 2104) of many short texts under one key: two one-shot digests over buffers that are kept.
 * `createHmac` makes a stream for each text, which costs more than its two digests do.
 */
export class HmacSha256 {
  /** K ⊕ ipad, then the text. */
  #inner: Buffer;
  /** K ⊕ opad, then the digest of the inner. */
  readonly #outer: Buffer;
  #head = '';
  #tailAt = BLOCK;

  constructor(key: Buffer) {
    const block = Buffer.concat([key.length > BLOCK ? hash('sha256', key, 'buffer') : key], BLOCK);
    this.#inner = Buffer.from(block.map((byte) => byte ^ 0x36));
    this.#outer = Buffer.concat([block.map((byte) => byte ^ 0x5c)], BLOCK + DIGEST);
  }

  /**
   * @param head the text, or the part of it that many texts have in common: kept from one call to the next
   * @param tail the rest of the text, ASCII
   * @returns lower-case hex
   */
  hex(head: string, tail = ''): string {
    if (head !== this.#head || this.#tailAt + tail.length !== this.#inner.length) {
      this.#makeRoom(head, tail.length);
    }
    this.#inner.write(tail, this.#tailAt, 'latin1');
    this.#outer.write(hash('sha256', this.#inner, 'binary'), BLOCK, 'latin1');
    return hash('sha256', this.#outer, 'hex');
  }

  #makeRoom(head: string, tailLength: number): void {
    const key = this.#inner.subarray(0, BLOCK);
    this.#head = head;
    this.#tailAt = BLOCK + Buffer.byteLength(head);
    const length = this.#tailAt + tailLength;
    if (length !== this.#inner.length) this.#inner = Buffer.concat([key], length);
    this.#inner.write(head, BLOCK);
  }
}

/** Bytes. FIPS 180-4, "SHA-256". */
const BLOCK = 64;
const DIGEST = 32;
