import * as fc from 'fast-check';
import type { TenantEntry } from '#tenant-file';
import { tenantEntry } from '../../../test/support/processes/in-process-api.js';
import { issuerIdOf } from '../src/access/authentication/issuer-id.js';
import type { TenantAccess } from '../src/access/authorization/tenant-access.js';
import { Tenant } from '../src/tenancy/tenants/tenant.js';
import { DEFAULT_LIFE, type ModelCaller, type ModelGrant, type ModelLimits } from './grant-limits-model.js';
import { ISSUER } from './sealed.js';

// Each kind has few values, so that generated requests often reach a limit.
const TYPES = ['image/png', 'image/gif', 'image/svg+xml', 'application/pdf'] as const;
export const type = fc.constantFrom(...TYPES);
const typeOrAll = fc.constantFrom(...TYPES, 'image/*');
export const bytes = fc.constantFrom(5, 10, 20, 50);
const seconds = fc.constantFrom(60, 300, 900, 1200);
export const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const limits: fc.Arbitrary<ModelLimits> = fc
  .record({
    maxUploadBytes: optional(bytes),
    contentTypes: optional(fc.uniqueArray(typeOrAll, { minLength: 1, maxLength: 3 })),
    maxExpiresIn: optional(seconds),
    inlineTypes: optional(fc.uniqueArray(fc.constantFrom('image/png', 'image/gif'))),
  })
  .map((each) => JSON.parse(JSON.stringify(each)) as ModelLimits);
const PREFIXES = ['', 'a/', 'a/b/', 'users/${sub}/'];
const grant: fc.Arbitrary<ModelGrant> = fc
  .record({
    actions: fc.subarray(['download', 'upload', 'delete'] as const, { minLength: 1 }),
    prefixes: fc.subarray(PREFIXES, { minLength: 1 }),
    allowKeyPrefixForms: optional(fc.constant(true)),
    where: optional(fc.constantFrom({ '/groups': 'one' }, { '/groups': 'two' })),
    limits: optional(limits),
  })
  .map((each) => JSON.parse(JSON.stringify(each)) as ModelGrant);
export const file = fc.record({ limits, grants: fc.array(grant, { minLength: 1, maxLength: 5 }) });
export type ModelFile = typeof file extends fc.Arbitrary<infer T> ? T : never;
export const key = fc.constantFrom('x', 'a/x', 'a/b/x', 'users/alice/x', 'users/bob/x');
export const lifetime = { expiresIn: optional(seconds), minValidity: optional(seconds) };
export const range = optional(
  fc.record({ min: optional(fc.constantFrom(0, 6, 15)), max: fc.constantFrom(4, 10, 30) }),
);

/**
 * Creates a tenant as from a tenant file. The validation of grants against their tenant is skipped, to test that no
 * code relies on it.
 */
export const tenantOf = ({ limits: own, grants }: ModelFile): Tenant =>
  new Tenant(tenantEntry('team-a', { limits: own, grants }) as TenantEntry);

export const accessOf = (tenant: Tenant, { groups }: ModelCaller): TenantAccess => ({
  tenant,
  caller: {
    issuer: ISSUER.name,
    issuerId: issuerIdOf(ISSUER),
    subject: 'alice',
    claims: { sub: 'alice', groups: [...groups, 'other'] },
    tenants: new Set(['team-a']),
  },
  requestId: 'r1',
});
export const caller: fc.Arbitrary<ModelCaller> = fc.record({
  groups: fc.subarray(['one', 'two']),
  sub: fc.constant(true),
});
export const defaultLife = ({ limits: { maxExpiresIn = Infinity } }: ModelFile) =>
  Math.min(DEFAULT_LIFE, maxExpiresIn);
