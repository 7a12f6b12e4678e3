import { posix } from 'node:path';
import { UsageError } from '../command.js';
import { remoteText } from '../paths/location.js';
import { attempt, type Transfer } from './transfer.js';

/**
 * Has the service copy an object within the tenant’s bucket.
 *
 * @param to ends in `/`, or is empty, if the name of the object is to be added
 */
export async function copyKey(transfer: Transfer, from: string, to: string): Promise<void> {
  if (from === '' || from.endsWith('/'))
    throw new UsageError(`${from || '/'} is a prefix. Objects are copied one at a time.`);
  const { client, tenant, reporter, context, options } = transfer;
  const target = to === '' || to.endsWith('/') ? `${to}${posix.basename(from)}` : to;
  const source = remoteText(tenant, from);
  await attempt(transfer, source, async () => {
    const { contentType } = options.upload;
    await client.copy(from, target, { contentType, signal: context.signal });
    reporter.done({ operation: 'copy', source, target: remoteText(tenant, target) });
  });
}
