import { expect, it, vi } from 'vitest';
import type { Caller } from '../callers/caller.js';
import { ExpandedGrants } from './expanded-grants.js';
import { Grants } from './grants.js';

const alice: Caller = { issuer: 'p', subject: 'alice', claims: { sub: 'alice' }, tenants: new Set() };

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
