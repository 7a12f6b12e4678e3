import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PlatformReader } from './platform-reader.js';
import { readTeamFile } from './team-reader.js';

const example = (name: string) =>
  readFileSync(new URL(`../../../../docs/examples/tenants-dir/${name}`, import.meta.url), 'utf8');

it('the documentation’s folder is valid', () => {
  const steps = new PlatformReader().read(example('platform.yaml'));
  let step = steps.next();
  while (!step.done) step = steps.next();
  const platform = step.value;
  expect(platform.state).toBe('valid');
  const tenants = platform.state === 'valid' ? platform.value.tenants : [];
  expect(tenants.map((entry) => readTeamFile(example(`${entry.id}.tenant.yaml`), entry).state)).toEqual([
    'valid',
    'valid',
  ]);
});
