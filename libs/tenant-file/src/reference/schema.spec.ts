import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { validateBySchema } from '../../../../test/support/checks/tenant-file-schema.js';
import { formatted } from '../../../../test/support/docs/formatted.js';
import { EXAMPLE, edited, type Edit } from '../../../../test/support/generators/tenant-file.js';
import { WRONG_VALUES } from '../../../../test/support/generators/wrong-values.js';
import { CREDENTIALS_CLASSES } from '../credentials-entry.js';
import { PlatformFile } from '../directory/platform-file.js';
import { TeamFile } from '../directory/team-file.js';
import { TenantFile } from '../tenant-file.js';
import { platformFileSchema, teamFileSchema, tenantFileSchema } from './schema.js';
import { readEntries } from './settings.js';

const underlined = (text: string, schema = tenantFileSchema) =>
  validateBySchema(parse(text, { uniqueKeys: false }), schema);

const example = (name: string) =>
  readFileSync(
    new URL(`../../../../deploy/kustomize/overlays/shared/tenants/${name}`, import.meta.url),
    'utf8',
  );

it.each([
  ['tenant-file', tenantFileSchema],
  ['platform-file', platformFileSchema],
  ['team-file', teamFileSchema],
])('docs/%s.schema.json is what the classes say (fix it with vitest -u)', async (name, schema) => {
  const file = fileURLToPath(new URL(`../../../../docs/${name}.schema.json`, import.meta.url));
  await expect(await formatted(JSON.stringify(schema()), file)).toMatchFileSnapshot(file);
});

it('every setting says what it is for and what it must be', () => {
  const classes = [TenantFile, PlatformFile, TeamFile, ...Object.values(CREDENTIALS_CLASSES)];
  const settings = readEntries(classes).flatMap((entry) =>
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
    // rules that a pattern can't express, or not in a readable way
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

describe('an editor of a folder’s files', () => {
  const platform = example('platform.yaml');
  const team = example('team-m.tenant.yaml');

  it('has nothing against the examples', () => {
    expect(underlined(platform, platformFileSchema)).toEqual([]);
    expect(underlined(team, teamFileSchema)).toEqual([]);
  });

  it.each([
    ['grants in platform.yaml', `${platform}    grants: []\n`, platformFileSchema],
    [
      'ceilings that are none',
      platform.replace('maxExpiresIn: 3600', 'maxExpiresIn: 1h'),
      platformFileSchema,
    ],
    ['a shared role that is none', `${platform}sharedRoles: [team-m]\n`, platformFileSchema],
    ['a bucket in a team’s file', `${team}bucket: team-n-files\n`, teamFileSchema],
    ['an unknown action', team.replace('[download, list]', '[download, write]'), teamFileSchema],
    ['a team’s file without grants', 'version: 1\n', teamFileSchema],
  ])('underlines %s', (_, text, schema) => expect(underlined(text, schema)).not.toEqual([]));
});
