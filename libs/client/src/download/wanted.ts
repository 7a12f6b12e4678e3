import type { Signed } from '../api/signed.js';
import type { Context } from '../context.js';
import { checksumMode } from '../storage/checksum-mode.js';
import type { Described } from './described.js';
import type { DownloadOptions } from './options.js';
import type { Wanted } from './fetch-ranges.js';

/** The time for which a URL must still be valid when it is used, in milliseconds. */
const MARGIN = 2000;

/** Returns the object to download. One URL is used for all ranges until it expires. */
export function wantedOf(
  context: Context,
  key: string,
  { size, etag, crc64nvme, asksChecksum }: Described,
  { versionId }: DownloadOptions,
): Wanted {
  const operation = { operation: 'download' as const, key, ...(versionId !== undefined && { versionId }) };
  const mode = checksumMode(context, asksChecksum);
  let url: Promise<Signed> | undefined;
  let used: Signed | undefined;
  return {
    size,
    etag,
    crc64nvme,
    refused: () => {
      mode.refused();
      url = undefined;
    },
    forgetUrl: (failed) => {
      if (failed !== used) return; // another range has had it signed again
      url = undefined;
      used = undefined;
    },
    sign: async (signal) => {
      if (!url || (used && performance.now() > used.until - MARGIN)) {
        used = undefined;
        url = context.api.sign({ ...operation, ...mode.field() }, signal);
      }
      const asked = url;
      try {
        return (used = await asked);
      } catch (error) {
        if (url === asked) url = undefined;
        throw error;
      }
    },
  };
}
