import { PARTS } from '../api/answers.js';
import type { Context } from '../context.js';
import { signed, type Signed } from '../api/signed.js';
import { requireRight } from '../api/shape.js';
import type { PartToSign, SignedPart } from '../api/types.js';
import { Coalescer } from '../work/coalescer.js';
import { untilAborted } from '../work/until-aborted.js';
import { pathOf } from './upload-id.js';

/** The maximum number of parts in one request to sign, so that only those are signed that are sent soon. */
const MOST_PARTS = 100;

/** The time for which a URL must still be valid when it is used, in milliseconds. */
const MARGIN = 2000;

/**
 * The URLs of an upload's parts. URLs that came with the upload are used while they are valid; others are signed when
 * they are needed.
 */
export class PartUrls {
  readonly #first = new Map<number, Signed>();
  readonly #signer: Coalescer<PartToSign, Signed>;

  /**
   * @param first the URLs that were signed with the upload, which was requested at the time `asked` of
   * `performance.now()`
   */
  constructor({ api }: Context, uploadId: string, first: readonly SignedPart[], asked: number) {
    for (const part of first) this.#first.set(part.partNumber, signed(part, asked));
    const { expiresIn } = api.options;
    this.#signer = new Coalescer(async (parts) => {
      const at = performance.now();
      const answer = await api.call<{ parts: SignedPart[] }>({
        method: 'POST',
        path: `${pathOf(uploadId)}/parts`,
        body: { parts, ...(expiresIn !== undefined && { expiresIn }) },
        shape: PARTS,
        check: (signedParts) => requireParts(parts, signedParts.parts),
      });
      return answer.parts.map((part) => signed(part, at));
    }, MOST_PARTS);
  }

  /**
   * Returns a signed request for the part. The one that came with the upload is used once, if it is still valid.
   *
   * @throws TransferError; the signal's reason
   */
  async sign(part: PartToSign, signal?: AbortSignal): Promise<Signed> {
    const first = this.#first.get(part.partNumber);
    this.#first.delete(part.partNumber);
    if (first && performance.now() < first.until - MARGIN) return first;
    return untilAborted(this.#signer.answer(part), signal);
  }
}

/** Requires that the URLs are for these parts. @throws TransferError `unexpected_response`, which is temporary */
function requireParts(asked: readonly PartToSign[], answered: readonly SignedPart[]): void {
  requireRight(
    answered.length === asked.length &&
      answered.every(({ partNumber }, index) => partNumber === asked[index]!.partNumber),
  );
}
