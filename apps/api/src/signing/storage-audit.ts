import type { StorageEvent } from '../platform/audit/storage-event.js';
import type { Target } from './target.js';

/**
 * Returns the audit event of a change that the service makes in S3 for a caller.
 *
 * @param more further members of the event
 */
export const storageEvent = (
  { access, action, key }: Target,
  operation: StorageEvent['operation'],
  more: Partial<Pick<StorageEvent, 'upload' | 'versionId' | 'from'>>,
): StorageEvent => ({
  requestId: access.requestId,
  tenant: access.tenant.id,
  subject: access.caller.subject,
  issuer: access.caller.issuer,
  session: access.session?.id,
  action,
  operation,
  bucket: access.tenant.entry.bucket,
  key,
  ...more,
});
