/** What an AWS client threw, without the request that it carries along: that has signature and token. */
export function inFewWords(error: unknown): unknown {
  if (!(error instanceof Error && '$response' in error)) return error;
  return new Error(`${error.name}: ${error.message}`);
}
