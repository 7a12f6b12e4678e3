import type { Context } from '../context.js';

/**
 * The number of refusals after which requests no longer ask for the checksum. One of the refusals may be due to an
 * expired URL.
 */
const MOST_REFUSALS = 2;

/** The state of whether requests for one object ask for its checksum. */
export interface ChecksumMode {
  /** Returns the field that the API is asked to sign. */
  readonly field: () => { readonly checksumMode?: 'ENABLED' };
  /** Records a refusal. */
  readonly refused: () => void;
}

/**
 * Asks for the checksum until the storage has refused it. In a browser, the client then stops asking for all objects,
 * since CORS rules don't change.
 */
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
