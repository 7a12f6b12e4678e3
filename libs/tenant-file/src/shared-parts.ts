import type { TenantEntry } from './tenant-file.js';

/** Members that tenants of a platform mostly have alike. */
const PARTS = ['issuers', 'limits', 'encryption', 'cors', 'grants'] as const;

/** Makes what is equal the same object: ten thousand tenants may have the limits and the grants of one. */
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
