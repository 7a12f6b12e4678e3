import { createHash } from 'node:crypto';
import { EncryptJWT } from 'jose';
import type { TenantEntry } from '#tenant-file';
import { tenantEntry } from '../../../test/support/processes/in-process-api.js';
import { issuerIdOf } from '../src/access/authentication/issuer-id.js';
import type { TenantAccess } from '../src/access/authorization/tenant-access.js';
import { Tenant } from '../src/tenancy/tenants/tenant.js';

export const ISSUER = {
  name: 'platform',
  issuer: 'https://idp.example',
  audience: 'tenant-presign/team-a',
  tenants: '/tenants',
};

interface Change {
  /** The changes of the tenant's entry. */
  readonly tenant?: Partial<TenantEntry>;
  readonly issuer?: Partial<typeof ISSUER> & { readonly jwksUri?: string };
  readonly subject?: string;
}

/** Returns the access of alice to team-a, with some changes. */
export function accessOf({ tenant = {}, issuer = {}, subject = 'alice' }: Change = {}): TenantAccess {
  const entry = { ...ISSUER, ...issuer };
  const { id = 'team-a', ...rest } = tenant;
  const tenants = new Set([id]);
  return {
    tenant: new Tenant(tenantEntry(id, rest) as TenantEntry),
    caller: { issuer: entry.name, issuerId: issuerIdOf(entry), subject, claims: {}, tenants },
    requestId: 'r1',
  };
}

/** The content of a seal as the previous release wrote it. */
interface SealOf010 {
  readonly purpose: string;
  readonly kid: string;
  readonly tenant: string;
  /** The issuer's name and the subject; also the session's id if it was sealed within a session. */
  readonly owner: readonly string[];
  readonly claims: object;
  /** The expiry in seconds since the epoch. */
  readonly end: number;
}

/** Creates a seal in the form of release 0.1.0: it has no `iat`, and names its issuer only in `sub`. */
export function sealOf010(key: Uint8Array, seal: SealOf010): Promise<string> {
  const { purpose, kid, tenant, owner, claims, end } = seal;
  return new EncryptJWT({ ...claims })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: purpose, kid })
    .setAudience(tenant)
    .setSubject(createHash('sha256').update(JSON.stringify(owner)).digest('base64url'))
    .setExpirationTime(end)
    .encrypt(key);
}
