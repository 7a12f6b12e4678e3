import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { Caller } from '../../platform/caller.js';
import { ExpandedGrants } from './expanded-grants.js';
import { Grants } from './grants.js';

const alice: Caller = {
  issuer: 'p',
  issuerId: 'p',
  subject: 'alice',
  claims: { sub: 'alice' },
  tenants: new Set(),
};

it('puts the claims into the grants once for each action', () => {
  const grants = new Grants([{ actions: ['download', 'upload'], prefixes: ['users/${sub}/', 'shared/'] }]);
  const expand = vi.spyOn(grants, 'prefixes');
  const expanded = new ExpandedGrants(grants, alice);
  expect(expand).not.toHaveBeenCalled();
  for (let i = 0; i < 100; i++) {
    expect(expanded.allows('download', `users/alice/${i}`)).toBe(true);
    expect(expanded.allows('download', `users/bob/${i}`)).toBe(false);
    expect(expanded.allows('upload', 'shared/x')).toBe(true);
    expect(expanded.allows('upload', 'shared')).toBe(false);
    expect(expanded.allows('delete', 'shared/x')).toBe(false);
  }
  expect(expand).toHaveBeenCalledTimes(3);
});

it('allows what the grants allow, of few prefixes and of many', () => {
  const folder = fc.array(fc.constantFrom('a', 'b', 'c', 'alice'), { maxLength: 3 });
  const prefix = folder.map((names) => names.map((name) => `${name}/`).join(''));
  const key = fc.tuple(prefix, fc.constantFrom('a', 'x')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(prefix, { maxLength: 20 }), fc.array(key), (prefixes, keys) => {
      const grants = new Grants([{ actions: ['download'], prefixes }]);
      const expanded = new ExpandedGrants(grants, alice);
      for (const each of keys) {
        expect(expanded.allows('download', each)).toBe(grants.allows(alice, 'download', each));
      }
    }),
  );
});
