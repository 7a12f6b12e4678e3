/** Bytes and milliseconds that a key set or a discovery document may take. */
const MAX_BYTES = 256 * 1024;
const TIMEOUT = 5_000;

/**
 * Fetches a small document: https, or http on loopback; no redirects, bounded in time and size.
 *
 * @throws Error for anything but a 200 within the bounds
 */
export async function fetchBounded(address: string, signal?: AbortSignal): Promise<string> {
  const url = new URL(address);
  if (url.protocol !== 'https:' && !isLoopback(url)) throw new Error('only https, or http on loopback');
  const timeout = AbortSignal.timeout(TIMEOUT);
  const response = await fetch(url, {
    redirect: 'error',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    headers: { accept: 'application/json' },
  });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  let size = 0;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
