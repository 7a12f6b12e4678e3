import type { TenantAccess } from '../access/authorization/tenant-access.js';
import type { Owner } from '../platform/turns/turn-order.js';

/** Returns the owner of a request's work. */
export const ownerOf = ({ tenant, caller }: Pick<TenantAccess, 'tenant' | 'caller'>): Owner => ({
  tenant: tenant.id,
  subject: `${caller.issuer} ${caller.subject}`,
});
