import type { Context } from '../context.js';
import type { DownloadOptions } from './options.js';
import type { Wanted } from './range.js';

/** Milliseconds that a URL must be good for when it is used. */
const MARGIN = 2000;

/** One URL does for all ranges until it expires. */
export function wantedOf(
  context: Context,
  key: string,
  { size, etag }: { readonly size: number; readonly etag: string },
  { versionId }: DownloadOptions,
): Wanted {
  const operation = { operation: 'download' as const, key, ...(versionId !== undefined && { versionId }) };
  let url: ReturnType<Context['api']['sign']> | undefined;
  let until = Infinity;
  return {
    size,
    etag,
    forgetUrl: () => (url = undefined),
    sign: async (signal) => {
      if (!url || performance.now() > until - MARGIN) {
        until = Infinity;
        url = context.api.sign(operation, signal);
      }
      const asked = url;
      try {
        ({ until } = await asked);
        return await asked;
      } catch (error) {
        if (url === asked) url = undefined;
        throw error;
      }
    },
  };
}
