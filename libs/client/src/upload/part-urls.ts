import type { Context } from '../context.js';
import { signed, type Signed } from '../api/signed.js';
import type { PartToSign, SignedPart } from '../api/types.js';
import { Coalescer } from '../work/coalescer.js';

/** Parts in one request to sign: what is sent next, and not more. */
const MOST_PARTS = 100;

/** Milliseconds that a URL must be good for when it is used. */
const MARGIN = 2000;

/** The URLs of an upload's parts: those that came with the upload while they last, else signed when they are needed. */
export class PartUrls {
  readonly #first = new Map<number, Signed>();
  readonly #signer: Coalescer<PartToSign, Signed>;

  /** @param first signed with the upload, which was asked for at the time `asked` of `performance.now()` */
  constructor({ api }: Context, uploadId: string, first: readonly SignedPart[], asked: number) {
    for (const part of first) this.#first.set(part.partNumber, signed(part, asked));
    const { expiresIn } = api.options;
    this.#signer = new Coalescer(async (parts) => {
      const at = performance.now();
      const request = { parts, ...(expiresIn !== undefined && { expiresIn }) };
      const answer = await api.call<{ parts: SignedPart[] }>(
        'POST',
        `multipart-uploads/${uploadId}/parts`,
        request,
      );
      return answer.parts.map((part) => signed(part, at));
    }, MOST_PARTS);
  }

  async sign(part: PartToSign): Promise<Signed> {
    const first = this.#first.get(part.partNumber);
    this.#first.delete(part.partNumber);
    if (first && performance.now() < first.until - MARGIN) return first;
    return this.#signer.answer(part);
  }
}
