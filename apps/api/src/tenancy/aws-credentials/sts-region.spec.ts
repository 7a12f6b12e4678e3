import { expect, test } from 'vitest';
import { stsRegion } from './sts-region.js';

test.each([
  ['as the tenant file says', { stsRegion: 'eu-north-1', region: 'us-east-1' }, 'eu-west-1', 'eu-north-1'],
  ['else that of the process', { region: 'ap-southeast-7' }, 'eu-west-1', 'eu-west-1'],
  ['else the bucket’s', { region: 'ap-southeast-7' }, undefined, 'ap-southeast-7'],
  ['an empty one is none', { region: 'us-east-1' }, '', 'us-east-1'],
  ['of a store elsewhere the process’s', { region: 'auto' }, 'eu-west-1', 'eu-west-1'],
  ['never of another partition', { region: 'cn-north-1' }, 'eu-west-1', 'cn-north-1'],
  ['nor of GovCloud', { region: 'us-gov-west-1' }, 'us-east-1', 'us-gov-west-1'],
  ['nor from there', { region: 'us-east-1' }, 'us-gov-west-1', 'us-east-1'],
])('%s', (_, entry, ambient, expected) => {
  expect(stsRegion(entry, ambient ?? '')).toBe(expected);
});
