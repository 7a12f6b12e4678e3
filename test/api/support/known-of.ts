import type { DownloadOptions, PresignClient } from '#client';

/** Returns the size and the ETag of an object, as a listing returns them. */
export async function knownOf(
  client: PresignClient,
  key: string,
): Promise<NonNullable<DownloadOptions['known']>> {
  for await (const { size, etag } of client.list({ prefix: key })) {
    if (size !== undefined && etag !== undefined) return { size, etag };
  }
  throw new Error(`${key} is not listed`);
}
