import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderOf, proofPrefix } from './proof-prefix.js';

// infra/terraform/modules/tenant/policies.tf shortens prefixes with an expression of its own. Both must result in the
// same folder.
const policies = readFileSync(
  new URL('../../../../../infra/terraform/modules/tenant/policies.tf', import.meta.url),
  'utf8',
);
const expressions = [...policies.matchAll(/replace\((?:prefix|var\.grants\S+), "\/(.+?)\/", ""\)/g)].map(
  ([, text]) => text!,
);
/** Shortens a prefix like Terraform's `replace` with a pattern between slashes (RE2), after HCL's escapes. */
const byTerraform = (prefix: string): string =>
  prefix.replace(new RegExp(expressions[0]!.replaceAll('\\\\', '\\')), '');

test('Terraform cuts at every place by the same expression', () => {
  expect(expressions).toHaveLength(2);
  expect(new Set(expressions).size).toBe(1);
});

test.each([
  ['', ''],
  ['shared/', 'shared/'],
  ['users/${sub}/', 'users/'],
  ['users/u-${sub}/', 'users/'],
  ['${sub}/', ''],
  ['u-${sub}/', ''],
  ['a/${/groups}/b-${sub}/c/', 'a/'],
])('a role gets for %j the folder %j', (prefix, folder) => {
  expect(folderOf(prefix)).toBe(folder);
  expect(byTerraform(prefix)).toBe(folder);
});

const segment = fc.stringMatching(/^[a-z0-9._ -]{0,4}$/);
const claim = fc.constantFrom('${sub}', '${/groups/team}', '${email}');
const prefixes = fc
  .array(fc.tuple(segment, fc.option(claim, { nil: '' }), segment), { minLength: 1, maxLength: 4 })
  .map((folders) => folders.map((parts) => `${parts.join('')}/`).join(''));

test('for any prefix the API proves the bucket where the role may list', () => {
  fc.assert(
    fc.property(prefixes, fc.constantFrom('', 'tenants/team-a/'), (prefix, keyPrefix) => {
      expect(folderOf(prefix)).toBe(byTerraform(prefix));
      const proven = proofPrefix({ grants: [{ actions: ['download'], prefixes: [prefix] }], keyPrefix });
      expect(proven).toBe(keyPrefix + byTerraform(prefix));
    }),
  );
});

test('the first grant that lists goes before the others', () => {
  const grants = [
    { actions: ['upload' as const], prefixes: ['in/'] },
    { actions: ['list' as const], prefixes: ['users/u-${sub}/', 'shared/'] },
  ];
  expect(proofPrefix({ grants })).toBe('users/');
});
