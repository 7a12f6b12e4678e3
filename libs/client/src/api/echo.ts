import { TransferError } from '../errors.js';

/** The parts of a request that an answer repeats. */
export interface Echo {
  readonly key?: unknown;
  readonly constraints?: readonly { readonly name: string; readonly value?: unknown }[];
}

/** The values that were asked for. */
export interface Asked {
  readonly key: string;
  readonly contentType?: string | undefined;
}

/**
 * Compares an answer with its request. Bytes that were damaged on the way to the API must not lead to another object.
 *
 * @throws TransferError `corrupted`, which is temporary
 */
export function requireEcho({ key, contentType }: Asked, answer: Echo): void {
  const type = answer.constraints?.find(({ name }) => name === 'contentType')?.value;
  if (answer.key === key && (contentType === undefined || type === undefined || type === contentType)) return;
  throw new TransferError(
    'corrupted',
    'The API answered for another key or content type than the request named.',
    {
      isTemporary: true,
    },
  );
}
