import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { validateBySchema } from '../../../../test/support/checks/tenant-file-schema.js';
import { formatted } from '../../../../test/support/docs/formatted.js';
import { EXAMPLE, edited, type Edit } from '../../../../test/support/generators/tenant-file.js';
import { WRONG_VALUES } from '../../../../test/support/generators/wrong-values.js';
import { CREDENTIALS_CLASSES } from '../credentials-entry.js';
import { TenantFile } from '../tenant-file.js';
import { tenantFileSchema } from './schema.js';
import { readEntries } from './settings.js';

const underlined = (text: string) => validateBySchema(parse(text, { uniqueKeys: false }));

it('docs/tenant-file.schema.json is what the classes say (mend it by vitest -u)', async () => {
  const file = fileURLToPath(new URL('../../../../docs/tenant-file.schema.json', import.meta.url));
  await expect(await formatted(JSON.stringify(tenantFileSchema()), file)).toMatchFileSnapshot(file);
});

it('every setting says what it is for and what it must be', () => {
  const settings = readEntries([TenantFile, ...Object.values(CREDENTIALS_CLASSES)]).flatMap((entry) =>
    entry.settings.map((setting) => ({ ...setting, of: entry.name })),
  );
  expect(settings.length).toBeGreaterThan(40);
  expect(settings.filter(({ rule }) => !rule.startsWith('must '))).toEqual([]);
  const silent = settings.filter(({ meaning }) => meaning === '').map(({ of, name }) => `${of}.${name}`);
  expect(
    silent.filter(
      (name) => !/^(?:WebIdentity|Container|AssumeRole|Default|Static|UnknownCredentials)Entry\./.test(name),
    ),
  ).toEqual([]);
});

describe('an editor', () => {
  it('has nothing against the example', () => expect(underlined(EXAMPLE)).toEqual([]));

  it('underlines most of what is wrong by itself', () => {
    const missed = WRONG_VALUES.filter(([from, to]) => underlined(edited([from, to])).length === 0);
    // what a pattern can't say, or could only in a way that no one could read
    expect(
      missed
        .map(([, , path]) => path.replace(/\[\d\]/g, ''))
        .filter((path, index, all) => all.indexOf(path) === index),
    ).toEqual([
      'issuers.jwksUri',
      'issuers.jwksFile',
      'tenants.keyPrefix',
      'tenants.sessionsNotBefore',
      'tenants.endpoint',
      'tenants.publicEndpoint',
      'tenants.limits.contentTypes',
      'tenants.limits.inlineTypes',
      'tenants.cors.origins',
      'tenants.grants.limits.inlineTypes',
      'tenants.grants.prefixes',
    ]);
  });

  it.each<readonly [what: string, ...edit: Edit]>([
    ['an unknown setting', 'keys: strict', 'keyz: strict'],
    ['a setting of another type of credentials', 'type: container', 'type: container\n        externalId: x'],
    ['no type of credentials', 'type: web-identity', 'kind: web-identity'],
    ['a missing setting', '    region: eu-west-1\n', ''],
    ['an unknown action', '[download, list]', '[download, write]'],
  ])('underlines %s', (_, from, to) => expect(underlined(edited([from, to]))).not.toEqual([]));
});
