import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseTenantFile } from '#tenant-file';
import { EXAMPLE } from '../../../../../test/support/generators/tenant-file.js';
import { runCaptured } from '../../../testing/run-captured.js';
import { split } from './split.js';

const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
const comments = (text: string) =>
  Array.from(text.matchAll(/ ?#.*$/gm), ([comment]) => comment.trim()).filter(
    (each) => !each.includes('schema'),
  );

/** Joins the files into one tenant file. */
function joined(files: ReadonlyMap<string, string>): unknown {
  const platform = parse(files.get('platform.yaml')!) as { tenants: Record<string, unknown>[] };
  const tenants = platform.tenants.map((tenant) => {
    const team = parse(files.get(`${String(tenant['id'])}.tenant.yaml`)!) as object;
    return { ...tenant, ...team, version: undefined, ceilings: undefined };
  });
  return { ...platform, tenants };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'split-'));
  await writeFile(join(folder, 'tenants.yaml'), EXAMPLE);
});
afterAll(() => rm(folder, { recursive: true }));

it.each([false, true])(
  'the files say together what the file said, comments included (ceilings: %s)',
  (ceilings) => {
    const files = split(EXAMPLE, ceilings);
    expect([...files.keys()]).toEqual([
      'platform.yaml',
      'team-a.tenant.yaml',
      'team-b.tenant.yaml',
      'team-c.tenant.yaml',
    ]);
    expect(joined(files)).toEqual(plain(parseTenantFile(EXAMPLE, 'x')));
    const kept = comments([...files.values()].join('\n'));
    for (const comment of comments(EXAMPLE)) expect(kept).toContain(comment);
  },
);

it('writes out what aliases and merge keys stand for', () => {
  const shared = EXAMPLE.replace(
    '    grants:\n      - actions: [download]\n',
    '    grants: &all\n      - &one\n        actions: [download]\n',
  ).replace(
    '    grants:\n      - actions: [upload]\n        prefixes: [incoming/]',
    '    grants:\n      - { <<: *one, prefixes: [incoming/] }',
  );
  expect(shared).toContain('*one');
  const files = split(shared, false);
  expect(joined(files)).toEqual(plain(parseTenantFile(shared, 'x')));
  expect([...files.values()].join('')).not.toMatch(/[&*]one|[&*]all/);
});

it('writes a folder that the check accepts, once', async () => {
  const [file, to] = [join(folder, 'tenants.yaml'), join(folder, 'tenants')];
  expect(await runCaptured(['tenant-file:split', file, to, '--ceilings'])).toEqual({
    code: 0,
    out: `Wrote 4 files to ${to}.\n`,
    err: '',
  });
  expect(await runCaptured(['tenant-file:check', to])).toEqual({
    code: 0,
    out: `${to}: valid (3 tenants, 2 issuers)\n`,
    err: '',
  });
  expect(await readFile(join(to, 'team-a.tenant.yaml'), 'utf8')).toContain('# each subject, per pod');
  expect(await runCaptured(['tenant-file:split', file, to])).toMatchObject({
    code: 1,
    err: expect.stringContaining('isn’t empty'),
  });
  await writeFile(join(to, 'team-b.tenant.yaml'), 'version: 1\ngrants: []\nbucket: other\n');
  await writeFile(join(to, 'team-x.tenant.yaml'), 'version: 1\ngrants: []\n');
  expect((await runCaptured(['tenant-file:check', to])).out.split('\n')).toEqual([
    expect.stringMatching(/team-b\.tenant\.yaml:3: bucket is a setting of platform.yaml/),
    expect.stringMatching(/team-x\.tenant\.yaml:1: platform\.yaml names no tenant team-x/),
    '',
  ]);
});

it('writes nothing of a file that isn’t valid', async () => {
  const bad = join(folder, 'bad.yaml');
  await writeFile(bad, EXAMPLE.replace('keys: strict', 'keys: lax'));
  expect(await runCaptured(['tenant-file:split', bad, join(folder, 'none')])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/keys must be strict or existing\nNothing was written/),
  });
  expect(await runCaptured(['tenant-file:split', bad])).toMatchObject({ code: 2 });
});
