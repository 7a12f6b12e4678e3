import { TransferError } from '../errors.js';

/** Returns the error that a transfer throws for an error of its connection. */
export function failure(cause: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  const { code, message } = cause as NodeJS.ErrnoException;
  return new TransferError('network', `The connection failed: ${code ?? message}.`, {
    isTemporary: true,
    cause,
  });
}

/** Yields the chunks of a body. @throws TransferError `network`; the signal's reason */
export async function* chunksOf(
  body: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw failure(error, signal);
  }
}
