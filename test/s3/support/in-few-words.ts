/**
 * Returns a short form of an error of an AWS client, without the request in it, which contains the signature and the
 * token.
 */
export function inFewWords(error: unknown): unknown {
  if (!(error instanceof Error && '$response' in error)) return error;
  return new Error(`${error.name}: ${error.message}`);
}
