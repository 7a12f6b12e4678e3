import { remoteText } from '../paths/location.js';
import { type Transfer } from './transfer.js';

/** Has the service copy an object within the tenant’s bucket. */
export async function copyKey(
  { client, tenant, reporter, context, options }: Transfer,
  from: string,
  to: string,
): Promise<void> {
  const { contentType } = options.upload;
  await client.copy(from, to, { contentType, signal: context.signal });
  reporter.done({ operation: 'copy', source: remoteText(tenant, from), target: remoteText(tenant, to) });
}
