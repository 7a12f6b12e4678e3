import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { inParallel, TransferError } from '#client';
import { UsageError } from '../command.js';
import { isWanted } from '../paths/filter.js';
import { remoteText } from '../paths/location.js';
import { walk } from '../paths/walk.js';
import { attempt, counting, FILES_AT_ONCE, type Transfer } from './transfer.js';

/**
 * Uploads a file, or with `-r` a folder.
 *
 * @param key ends in `/`, or is empty, if the name of the file is to be added
 */
export const uploadPath = (transfer: Transfer, path: string, key: string): Promise<void> =>
  attempt(transfer, path, () => uploadFileOrFolder(transfer, path, key));

async function uploadFileOrFolder(transfer: Transfer, path: string, key: string): Promise<void> {
  const stats = await stat(path);
  const isFolder = stats.isDirectory();
  if (isFolder && !transfer.options.isRecursive)
    throw new UsageError(`${path} is a folder. Add -r to upload it.`);
  if (isFolder) return uploadFolder(transfer, path, key);
  // Opening a named pipe would block until another program writes to it.
  if (!stats.isFile())
    throw new TransferError(
      'invalid_source',
      'This is not a regular file. Upload standard input (-) instead.',
    );
  if (!isWanted(basename(path), transfer.options.include, transfer.options.exclude)) return;
  const target = key === '' || key.endsWith('/') ? `${key}${basename(path)}` : key;
  await uploadFile(transfer, path, target);
}

async function uploadFolder(transfer: Transfer, folder: string, key: string): Promise<void> {
  const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
  const { reporter, context, options } = transfer;
  await inParallel(
    walk(folder, {
      onSkipped: (path) => reporter.skipped(path, 'not a regular file'),
      onUnreadable: (path, error) => reporter.failed(path, error),
    }),
    FILES_AT_ONCE,
    async ({ path, name }) => {
      if (!isWanted(name, options.include, options.exclude)) return;
      await attempt(transfer, path, () => uploadFile(transfer, path, prefix + name));
    },
    context.signal,
  );
}

async function uploadFile(
  { client, tenant, context, reporter, options }: Transfer,
  path: string,
  key: string,
) {
  const { size, etag, versionId, verified, resumed } = await client.uploadFile(key, path, {
    ...options.upload,
    signal: context.signal,
    onProgress: counting(reporter),
  });
  const target = remoteText(tenant, key);
  reporter.done({ operation: 'upload', source: path, target, key, size, etag, versionId, verified, resumed });
}

/** Uploads standard input. */
export async function uploadInput(transfer: Transfer, key: string): Promise<void> {
  const { client, tenant, context, reporter, options } = transfer;
  if (key === '' || key.endsWith('/'))
    throw new UsageError('Standard input has no file name. Give the whole key.');
  const source = '-';
  await attempt(transfer, source, async () => {
    const input = context.stdin as AsyncIterable<Uint8Array>;
    const { size, etag, versionId, verified } = await client.upload(key, input, {
      ...options.upload,
      signal: context.signal,
      onProgress: counting(reporter),
    });
    const target = remoteText(tenant, key);
    reporter.done({ operation: 'upload', source, target, key, size, etag, versionId, verified });
  });
}
