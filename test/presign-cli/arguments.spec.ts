import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ApiClient } from '../support/clients/api-client.js';
import { Presign } from '../support/processes/presign.js';

const ready = inject('ready');
const { token } = ready.tenants['team-a']!;

let presign: Presign;
beforeAll(async () => {
  presign = await Presign.create(ready.url, token);
  await writeFile(presign.path('file'), 'local');
  for (const name of ['a', 'b']) await presign.run(['cp', '-', `:/args/${name}`], { input: name });
});
afterAll(() => presign[Symbol.asyncDispose]());

const stored = async (name: string) => (await presign.run(['cat', `:/args/${name}`])).stdout;

describe('arguments that have no effect', () => {
  it.each<[string, string[], RegExp]>([
    ['copy', ['cp', '--if-none-match', ':/args/a', ':/args/b'], /^--if-none-match applies only to uploads\./],
    ['download', ['cp', '--if-none-match', ':/args/a', 'file'], /^--if-none-match applies only to uploads\./],
    [
      'download',
      ['cp', '--content-type', 'a/b', ':/args/a', 'file'],
      /^--content-type applies only to uploads and copies\./,
    ],
    [
      'copy',
      ['cp', '--require-verified', ':/args/a', ':/args/b'],
      /^--require-verified applies only to uploads and downloads\./,
    ],
    ['copy', ['cp', '--no-resume', ':/args/a', ':/args/b'], /^--no-resume applies only to uploads\./],
    ['copy', ['cp', '-r', ':/args/a', ':/args/b'], /^-r applies only to uploads and downloads\./],
    ['standard output', ['cp', '-r', ':/args/', '-'], /^-r applies only to folders and prefixes/],
    ['upload', ['cp', 'file', ':/args/b', '--exclude', 'file'], /^--exclude applies only with -r\./],
    ['removal', ['rm', ':/args/a', '--exclude', 'a'], /^--exclude applies only with -r\./],
    ['removal', ['rm', ':/args/a', '--include', 'b'], /^--include applies only with -r\./],
    ['listing', ['ls', ':/args/', ':/other/'], /^Give one TENANT:\/KEY\./],
    ['URL', ['url', ':/args/a', ':/args/b'], /^Give one TENANT:\/KEY\./],
    ['explanation', ['explain', 'https://x.example/', 'https://y.example/'], /^Give one URL/],
  ])('are refused: %s, %j', async (_, args, message) => {
    const { code, stdout, stderr } = await presign.run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect([await stored('a'), await stored('b')]).toEqual(['a', 'b']);
    expect(await readFile(presign.path('file'), 'utf8')).toBe('local');
  });
});

describe('arguments that apply', () => {
  it('a copy gets the content type', async () => {
    const copy = ['cp', '--content-type', 'text/x-copy', ':/args/a', ':/args/typed'];
    expect((await presign.run(copy)).code).toBe(0);
    const { url } = await new ApiClient(ready.url, 'team-a', token).sign('downloads', { key: 'args/typed' });
    expect((await fetch(url)).headers.get('content-type')).toBe('text/x-copy');
  });

  it('filters select a single file with -r', async () => {
    const args = ['cp', '-r', 'file', ':/args/filtered', '--exclude'];
    expect(await presign.run([...args, 'file'])).toMatchObject({ code: 0, stdout: '' });
    expect((await presign.run([...args, '*.tmp'])).stdout).toMatch(/^upload: file -> /);
  });
});

it.each(['-h', '--help'])('a file with the name %s is uploaded after --', async (name) => {
  await writeFile(presign.path(name), 'named');
  const { code, stdout } = await presign.run(['cp', '--', name, ':/args/named']);
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^upload: /) as string });
  expect(await stored('named')).toBe('named');
  expect((await presign.run(['cp', name, ':/args/none'])).stdout).toMatch(/^Usage: presign cp/);
});

it('cat prints nothing if one of its arguments is wrong', async () => {
  expect(await presign.run(['cat', ':/args/a', 'local'])).toMatchObject({ code: 2, stdout: '' });
});

it('rm removes nothing if one of its arguments is wrong', async () => {
  const { code, stdout } = await presign.run(['rm', ':/args/a', ':/args/']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(await stored('a')).toBe('a');
});
