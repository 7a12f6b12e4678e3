import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXAMPLE, edited } from '../../../../../test/support/generators/tenant-file.js';
import { runCaptured } from '../../../testing/run-captured.js';

const checkTenantFiles = (args: string[]) => runCaptured(['tenant-file:check', ...args]);

let folder: string, good: string, bad: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-'));
  [good, bad] = [join(folder, 'good.yaml'), join(folder, 'bad.yaml')];
  await writeFile(good, EXAMPLE);
  await writeFile(
    bad,
    edited(['region: eu-west-1', 'region: Ireland'], ['maxExpiresIn: 3600', 'maxExpiresIn: 1h']),
  );
});
afterAll(() => rm(folder, { recursive: true }));

it('says that a valid file is valid', async () => {
  const stdout = `${good}: valid (3 tenants, 2 issuers)\n`;
  expect(await checkTenantFiles([good])).toEqual({ code: 0, out: stdout, err: '' });
});

it('names every error of every file', async () => {
  const { code, out } = await checkTenantFiles([bad, good]);
  expect(code).toBe(1);
  expect(out.split('\n')).toEqual([
    `${bad}:20: tenants[0].region must be a region, such as eu-west-1`,
    `${bad}:27: tenants[0].limits.maxExpiresIn must be whole seconds from 1 to 604800 (S3 signs for seven days at most)`,
    `${good}: valid (3 tenants, 2 issuers)`,
    '',
  ]);
});

it('says of a file that isn’t there that there is none', async () => {
  const missing = join(folder, 'none.yaml');
  expect(await checkTenantFiles([missing])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/none\.yaml: the file does not exist/),
  });
});

it('helps', async () => {
  expect(await checkTenantFiles(['--help'])).toEqual({
    code: 0,
    out: expect.stringMatching(/^Usage: .*FILE…\n/),
    err: '',
  });
  expect(await checkTenantFiles([])).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('Name a file'),
  });
  expect(await checkTenantFiles(['--fix', good])).toMatchObject({
    code: 2,
    err: expect.stringContaining('--fix is not an option'),
  });
});
