import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareParts } from './shared-parts.js';
import type { TenantEntry } from './tenant-file.js';

const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { noNullPrototype: true });
const grant = record({
  actions: fc.subarray(['download', 'upload']),
  prefixes: fc.array(fc.constantFrom('a/', 'b/'), { maxLength: 2 }),
  where: fc.option(
    fc.dictionary(fc.constantFrom('/groups', '/sub'), fc.constantFrom('x', 'y'), { noNullPrototype: true }),
    {
      nil: undefined,
    },
  ),
});
const tenant = record({
  id: fc.string(),
  issuers: fc.array(fc.constantFrom('platform', 'cluster'), { maxLength: 2 }),
  limits: fc.option(record({ maxExpiresIn: fc.constantFrom(60, 3600) }), { nil: undefined }),
  grants: fc.array(grant, { maxLength: 2 }),
}) as fc.Arbitrary<unknown> as fc.Arbitrary<TenantEntry>;

it('changes nothing, and equal parts are one', () => {
  fc.assert(
    fc.property(fc.array(tenant, { maxLength: 5 }), (tenants) => {
      const before = structuredClone(tenants);
      shareParts(tenants);
      expect(tenants).toStrictEqual(before);
      for (const one of tenants) {
        for (const other of tenants) {
          expect(one.grants === other.grants).toBe(
            JSON.stringify(one.grants) === JSON.stringify(other.grants),
          );
          expect(one.limits === other.limits).toBe(one.limits?.maxExpiresIn === other.limits?.maxExpiresIn);
        }
      }
    }),
  );
});
