import type { Context } from '../context.js';

/** Refusals after which a request is signed without asking for the checksum: one of them may be an expired URL. */
const MOST_REFUSALS = 2;

/** Whether requests for one object ask for its checksum. */
export interface ChecksumMode {
  /** What the API is asked to sign. */
  readonly field: () => { readonly checksumMode?: 'ENABLED' };
  /** Hears of each refusal. */
  readonly refused: () => void;
}

/** Asks for the checksum until the storage has refused it; a browser's client then asks no more: CORS rules stay. */
export function checksumMode(context: Context, isWanted: boolean): ChecksumMode {
  let refusals = 0;
  const isAsked = (): boolean => isWanted && context.checksums.areAsked && refusals < MOST_REFUSALS;
  return {
    field: () => (isAsked() ? { checksumMode: 'ENABLED' } : {}),
    refused: () => {
      refusals += 1;
      if (isWanted && !context.seesAllHeaders && refusals >= MOST_REFUSALS)
        context.checksums.areAsked = false;
    },
  };
}
