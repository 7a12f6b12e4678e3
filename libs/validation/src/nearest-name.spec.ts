import { expect, it } from 'vitest';
import { nearestName } from './nearest-name.js';

const NAMES = [
  'id',
  'issuers',
  'account',
  'bucket',
  'region',
  'roleArn',
  'keyPrefix',
  'maxExpiresIn',
  'type',
];

it.each([
  ['bukcet', 'bucket'], // two neighbouring letters are swapped
  ['buckt', 'bucket'],
  ['bucckets', 'bucket'],
  ['Region', 'region'],
  ['role_arn', 'roleArn'],
  ['max-expires-in', 'maxExpiresIn'],
  ['maxExpires', 'maxExpiresIn'],
  ['accountId', 'account'],
  ['prefix', 'keyPrefix'],
  ['issuer', 'issuers'],
  ['tpye', 'type'],
])('%s means %s', (wrong, name) => expect(nearestName(wrong, NAMES)).toBe(name));

it.each(['colour', 'i', 'ix', 'tags', 'rogue', ''])('"%s" means none of them', (wrong) =>
  expect(nearestName(wrong, NAMES)).toBeUndefined(),
);

it('the nearest of several is meant', () =>
  expect(nearestName('keyss', ['key', 'keys', 'keyed'])).toBe('keys'));
