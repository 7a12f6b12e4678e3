/** The maximum size in bytes of a key set or a discovery document, decompressed. */
const MAX_BYTES = 256 * 1024;

/**
 * Fetches a small document by https, or by http on loopback. Redirects are not followed, and the size is limited.
 *
 * @param signal aborts the request, including the body
 * @param told called with the header fields of a 200
 * @throws Error for any answer other than a 200 within the limits
 */
export async function fetchBounded(
  address: string,
  signal: AbortSignal,
  told?: (headers: Headers) => void,
): Promise<string> {
  const url = new URL(address);
  if (url.protocol !== 'https:' && !isLoopback(url))
    throw new Error('the URL must begin with https://, or with http:// on loopback');
  const response = await fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  told?.(response.headers);
  return boundedText(response.body ?? []);
}

/**
 * Reads a body of UTF-8 text.
 *
 * @throws Error if the body has more than 256 KiB
 */
export async function boundedText(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  let size = 0;
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
