import type { TenantEntry } from './tenant-file.js';

/** Members that are equal in most tenants of a platform. */
const PARTS = ['issuers', 'limits', 'encryption', 'cors', 'grants'] as const;

/**
 * Replaces equal values by one object. Ten thousand tenants with equal limits and grants then need the memory of one.
 */
export function shareParts(tenants: readonly TenantEntry[]): void {
  const parts = new Map<string, unknown>();
  for (const tenant of tenants) {
    for (const name of PARTS) {
      const part = tenant[name];
      if (part === undefined) continue;
      const json = `${name} ${JSON.stringify(part)}`;
      if (parts.has(json)) Object.assign(tenant, { [name]: parts.get(json) });
      else parts.set(json, part);
    }
  }
}
