/** Bytes that a key set or a discovery document may have, decompressed. */
const MAX_BYTES = 256 * 1024;

/**
 * Fetches a small document: https, or http on loopback; no redirects, bounded in size.
 *
 * @param signal bounds the time, the body's included
 * @param told is told the headers of a 200
 * @throws Error for anything but a 200 within the bounds
 */
export async function fetchBounded(
  address: string,
  signal: AbortSignal,
  told?: (headers: Headers) => void,
): Promise<string> {
  const url = new URL(address);
  if (url.protocol !== 'https:' && !isLoopback(url)) throw new Error('only https, or http on loopback');
  const response = await fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  told?.(response.headers);
  return boundedText(response.body ?? []);
}

/**
 * Reads a body of UTF-8.
 *
 * @throws Error where it has more than 256 KiB
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
