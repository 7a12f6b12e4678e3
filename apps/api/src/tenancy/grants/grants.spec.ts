import { describe, expect, it } from 'vitest';
import { ACTIONS } from '#tenant-file';
import type { Caller } from '../../platform/caller.js';
import { Grants, type Grant } from './grants.js';

const callerOf = (claims: object = {}, issuer = 'platform'): Caller => ({
  issuer,
  issuerId: 'p',
  subject: 'alice',
  claims: { sub: 'alice', ...claims },
  tenants: new Set(['team-a']),
});
const download = (prefixes: string[], more: Partial<Grant> = {}): Grant => ({
  actions: ['download'],
  prefixes,
  ...more,
});
const alice = callerOf();

describe('without a grant', () => {
  it('nothing is allowed', () => {
    for (const action of ACTIONS) {
      expect(new Grants([]).allows(alice, action, 'x')).toBe(false);
      expect(new Grants([]).allowsSome(alice, action)).toBe(false);
      expect(new Grants([]).prefixes(alice, action)).toEqual([]);
    }
  });

  it.each(ACTIONS)('%s implies no other action', (action) => {
    const grants = new Grants([{ actions: [action], prefixes: [''] }]);
    for (const other of ACTIONS) {
      expect(grants.allows(alice, other, 'x')).toBe(other === action);
      expect(grants.allowsSome(alice, other)).toBe(other === action);
      expect(grants.prefixes(alice, other)).toEqual(other === action ? [''] : []);
    }
  });
});

describe('a prefix', () => {
  const grants = new Grants([download(['shared/', 'a/b/', 'users/${sub}/'])]);

  it.each(['shared/', 'shared/x', 'shared/x/y', 'a/b/c', 'users/alice/x', 'users/alice/'])(
    'covers %j',
    (key) => expect(grants.allows(alice, 'download', key)).toBe(true),
  );

  it.each([
    ['shared/x', true],
    ['users/alice/x', true],
    ['users/', true],
    ['a/b/c', true],
    ['a/x', false],
    ['shared', false],
    ['Shared/x', false],
    ['', false],
  ])('lets some caller or none reach %j: %s', (key, isReached) => {
    expect(grants.allowsSomeCaller('download', key)).toBe(isReached);
    expect(grants.allowsSomeCaller('upload', key)).toBe(false);
  });

  it.each([
    '',
    'shared',
    'Shared/x',
    'sharedx',
    'x/shared/y',
    '/shared/x',
    'a/',
    'a/bc/d',
    'users/bob/x',
    'users/alicex/y',
  ])('does not cover %j', (key) => expect(grants.allows(alice, 'download', key)).toBe(false));

  it('that is empty covers every key', () => {
    for (const key of ['x', 'x/y', '/', '']) {
      expect(new Grants([download([''])]).allows(alice, 'download', key)).toBe(true);
    }
  });

  it('counts once, with the claims of the caller', () => {
    const twice = new Grants([download(['users/${sub}/', 'users/alice/']), download(['shared/'])]);
    expect(twice.prefixes(alice, 'download')).toEqual(['users/alice/', 'shared/']);
  });

  it('whose claim does not fit is none', () => {
    const caller = callerOf({ sub: '..' });
    expect(new Grants([download(['users/${sub}/'])]).allowsSome(caller, 'download')).toBe(false);
    expect(new Grants([download(['users/${sub}/', 'x/'])]).allowsSome(caller, 'download')).toBe(true);
  });

  it.each(['shared', 'users/${sub}', '${}/'])('that was never validated opens nothing: %j', (prefix) =>
    expect(() => new Grants([download([prefix])])).toThrow('not validated'),
  );
});

describe('issuer', () => {
  const grants = new Grants([download(['x/'], { issuer: 'platform' })]);

  it('must be the caller’s', () => {
    expect(grants.allows(alice, 'download', 'x/1')).toBe(true);
    expect(grants.allows(callerOf({}, 'cluster'), 'download', 'x/1')).toBe(false);
    expect(grants.allowsSome(callerOf({}, 'cluster'), 'download')).toBe(false);
  });

  it('is not the claim of that name', () => {
    expect(
      grants.allows(callerOf({ issuer: 'platform', iss: 'platform' }, 'cluster'), 'download', 'x/1'),
    ).toBe(false);
  });
});

const allows = (where: Record<string, string>, claims: object) =>
  new Grants([download([''], { where })]).allows(callerOf(claims), 'download', 'x');

describe('where', () => {
  it.each([
    ['a string', { '/groups': 'editors' }, { groups: 'editors' }],
    ['an array', { '/groups': 'editors' }, { groups: ['readers', 'editors'] }],
    ['a name', { groups: 'editors' }, { groups: 'editors' }],
    ['deep', { '/realm_access/roles': 'editors' }, { realm_access: { roles: ['editors'] } }],
    ['an element', { '/groups/0': 'editors' }, { groups: ['editors'] }],
    ['empty', { '/groups': '' }, { groups: '' }],
    ['all', { '/a': '1', '/b': '2' }, { a: '1', b: ['2', '3'] }],
    ['nothing', {}, {}],
  ])('holds: %s', (_, where: object, claims) => expect(allows({ ...where }, claims)).toBe(true));

  it.each([
    ['missing', {}],
    ['null', { groups: null }],
    ['an empty array', { groups: [] }],
    ['another', { groups: 'readers' }],
    ['in another case', { groups: 'Editors' }],
    ['longer', { groups: 'editors2' }],
    ['in a list in text', { groups: 'readers,editors' }],
    ['with a space', { groups: ' editors' }],
    ['composed otherwise', { groups: 'e\u0301ditors' }],
    ['deeper in the array', { groups: [['editors']] }],
    ['an object', { groups: { editors: 'editors' } }],
    ['an element that is an object', { groups: [{ name: 'editors' }] }],
    ['true', { groups: true }],
  ])('does not hold: %s', (_, claims) => expect(allows({ '/groups': 'editors' }, claims)).toBe(false));

  it('compares with strings alone', () => {
    for (const value of [1, [1], true, [true], null, [null]]) {
      expect(allows({ '/x': String([value].flat()[0]) }, { x: value })).toBe(false);
    }
  });

  it('needs all of its entries', () => {
    for (const claims of [{ a: '1' }, { b: '2' }, { a: '2', b: '2' }]) {
      expect(allows({ '/a': '1', '/b': '2' }, claims)).toBe(false);
    }
  });

  it('sees no member that JavaScript adds', () => {
    expect(allows({ '/constructor/name': 'Object' }, {})).toBe(false);
    expect(allows({ '/groups/length': '1' }, { groups: ['a'] })).toBe(false);
  });
});

it('a thousand grants cost hardly more than one, also for a key in five hundred folders', () => {
  const groups = Array.from({ length: 1_000 }, (_, i) => `group-${i}`);
  const many = new Grants(
    groups.map((group) => download([`teams/${group}/`], { where: { '/groups': group } })),
  );
  const caller = callerOf({ groups: ['group-999'] });
  const microseconds = (key: string) => {
    const run = () => {
      const started = performance.now();
      for (let i = 0; i < 2_000; i++) many.allows(caller, 'download', key);
      return (performance.now() - started) / 2;
    };
    return Math.min(...Array.from({ length: 5 }, run));
  };
  expect(many.allows(caller, 'download', 'teams/group-999/x')).toBe(true);
  expect(many.allows(caller, 'download', 'teams/group-998/x')).toBe(false);
  expect(microseconds('teams/group-999/x')).toBeLessThan(5);
  expect(microseconds('a/'.repeat(500))).toBeLessThan(20);
});

describe('forms that leave the end of the key open', () => {
  const grants = new Grants([
    { actions: ['upload', 'download'], prefixes: ['in/${sub}/'], allowKeyPrefixForms: true },
    { actions: ['upload'], prefixes: ['closed/'] },
    { actions: ['download'], prefixes: ['read/'], allowKeyPrefixForms: true },
  ]);

  it.each(['in/alice/', 'in/alice/x', 'in/alice/x/'])('may begin with %j', (prefix) => {
    expect(grants.allows(alice, 'keyPrefixForm', prefix)).toBe(true);
  });

  it.each(['', 'in/', 'in/alice', 'in/bob/', 'closed/', 'read/'])('may not begin with %j', (prefix) => {
    expect(grants.allows(alice, 'keyPrefixForm', prefix)).toBe(false);
  });

  it('are no more than the grants they come with', () => {
    expect(grants.allows(alice, 'upload', 'in/alice/x')).toBe(true);
    expect(grants.allows(alice, 'delete', 'in/alice/x')).toBe(false);
  });
});
