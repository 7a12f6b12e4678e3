import { stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { inParallel, type DownloadOptions, type ObjectItem } from '#client';
import { UsageError } from '../command.js';
import { isWanted } from '../paths/filter.js';
import { localSegments } from '../paths/local-name.js';
import { remoteText } from '../paths/location.js';
import { TargetFolder } from '../paths/target-folder.js';
import { attempt, counting, FILES_AT_ONCE, type Transfer } from './transfer.js';

/** Downloads an object, or with `-r` all objects with a prefix. */
export async function downloadKey(transfer: Transfer, key: string, path: string): Promise<void> {
  const isFolder = key === '' || key.endsWith('/');
  if (isFolder && !transfer.options.isRecursive)
    throw new UsageError(`${key || '/'} is a prefix. Add -r to download it.`);
  if (transfer.options.isRecursive) return downloadPrefix(transfer, isFolder ? key : `${key}/`, path);
  await attempt(transfer, remoteText(transfer.tenant, key), async () => {
    const isInto = path.endsWith('/') || (await isDirectory(path));
    const target = isInto ? join(path, localSegments(posix.basename(key))[0]!) : path;
    await downloadFile(transfer, key, target);
  });
}

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );

async function downloadPrefix(transfer: Transfer, prefix: string, path: string): Promise<void> {
  const { client, tenant, context, options } = transfer;
  const folder = await TargetFolder.open(path);
  const listed = client.list({ ...(prefix !== '' && { prefix }), signal: context.signal });
  await inParallel(
    listed,
    FILES_AT_ONCE,
    async (item) => {
      const name = item.key.slice(prefix.length);
      // Consoles represent folders by empty objects.
      if ((name === '' || name.endsWith('/')) && item.size === 0) return;
      if (!isWanted(name, options.include, options.exclude)) return;
      await attempt(transfer, remoteText(tenant, item.key), async () => {
        await downloadFile(transfer, item.key, await folder.pathFor(name), known(item));
      });
    },
    context.signal,
  );
}

const known = ({ size, etag }: ObjectItem): DownloadOptions['known'] =>
  size === undefined || etag === undefined ? undefined : { size, etag };

async function downloadFile(
  { client, tenant, context, reporter, options }: Transfer,
  key: string,
  target: string,
  item?: DownloadOptions['known'],
): Promise<void> {
  const { size, etag, verified } = await client.downloadFile(key, target, {
    ...optionsOf(options),
    known: item,
    signal: context.signal,
    onProgress: counting(reporter),
  });
  reporter.done({
    operation: 'download',
    source: remoteText(tenant, key),
    target,
    key,
    size,
    etag,
    verified,
  });
}

/** Downloads an object to standard output. */
export async function downloadOutput(transfer: Transfer, key: string): Promise<void> {
  const { client, tenant, context, reporter, options } = transfer;
  await attempt(transfer, remoteText(tenant, key), async () => {
    await client.downloadTo(key, context.stdout, {
      ...optionsOf(options),
      signal: context.signal,
      onProgress: counting(reporter),
    });
  });
}

const optionsOf = ({ upload }: Transfer['options']): DownloadOptions => ({
  verify: upload.checksum !== 'none',
  requireVerified: upload.requireVerified,
});
