import type { TenantAccess } from './tenant-access.js';
import { subjectOf } from '../../platform/caller.js';
import type { Owner } from '../../platform/turns/turn-order.js';

/** Returns the owner of a request's work. */
export const ownerOf = ({
  tenant,
  caller,
  client,
}: Pick<TenantAccess, 'tenant' | 'caller' | 'client'>): Owner => ({
  tenant: tenant.id,
  subject: subjectOf(caller),
  client,
});
