import { describe, expect, it } from 'vitest';
import type { Caller } from '../../platform/caller.js';
import { Grants } from './grants.js';

const caller = (claims: Record<string, unknown>): Caller => ({
  issuer: 'platform',
  issuerId: 'p',
  subject: 'alice',
  claims,
  tenants: new Set(['team-a']),
});

const grants = new Grants([
  { actions: ['upload'], prefixes: ['users/${sub}/${/org/unit}/'], where: { '/realm/roles': 'writer' } },
  { actions: ['upload'], prefixes: ['public/'] },
  { actions: ['upload'], prefixes: ['odd/'], where: { '/list/0': 'first', '/list': 'second' } },
]);

describe('evidence', () => {
  const alice = caller({
    sub: 'alice',
    org: { unit: 'sales', secret: 'x' },
    realm: { roles: ['reader', 'writer', ...Array.from({ length: 200 }, (_, index) => `role-${index}`)] },
    email: 'alice@example.com',
    list: ['first', 'second'],
  });

  it('is what the grant asks of the claims, and no more', () => {
    expect(grants.evidence(alice, 'upload', 'users/alice/sales/')).toEqual({
      sub: 'alice',
      org: { unit: 'sales' },
      realm: { roles: 'writer' },
    });
    expect(grants.evidence(alice, 'upload', 'public/')).toEqual({});
  });

  it('allows the same without the rest of the claims, and nothing else', () => {
    const later = caller({ ...grants.evidence(alice, 'upload', 'users/alice/sales/') });
    expect(grants.allows(later, 'upload', 'users/alice/sales/a.txt')).toBe(true);
    expect(grants.allows(later, 'upload', 'users/bob/sales/a.txt')).toBe(false);
    expect(grants.allows(later, 'download', 'users/alice/sales/a.txt')).toBe(false);
    const without = new Grants([
      { actions: ['upload'], prefixes: ['users/${sub}/${/org/unit}/'], where: { '/realm/roles': 'admin' } },
    ]);
    expect(without.allows(later, 'upload', 'users/alice/sales/a.txt')).toBe(false);
  });

  it('is none where nothing allows it', () => {
    expect(grants.evidence(alice, 'upload', 'users/bob/sales/')).toBeUndefined();
    expect(grants.evidence(alice, 'download', 'public/')).toBeUndefined();
    expect(grants.evidence(caller({ sub: 'alice' }), 'upload', 'users/alice/sales/')).toBeUndefined();
  });

  it('is everything where less would not do', () => {
    expect(grants.evidence(alice, 'upload', 'odd/')).toEqual(alice.claims);
  });

  it('reaches no prototype', () => {
    const hostile = new Grants([
      { actions: ['upload'], prefixes: ['x/'], where: { '/__proto__/polluted': 'yes' } },
    ]);
    const claims = JSON.parse('{"__proto__":{"polluted":"yes"}}') as Record<string, unknown>;
    const evidence = hostile.evidence(caller(claims), 'upload', 'x/');
    expect(JSON.stringify(evidence)).toBe('{"__proto__":{"polluted":"yes"}}');
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
});
