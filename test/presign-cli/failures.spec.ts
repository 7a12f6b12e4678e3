import { mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Presign } from '../support/processes/presign.js';

const ready = inject('ready');
const { token } = ready.tenants['team-a']!;
const SECRET = 'hunter2';

let presign: Presign;
beforeAll(async () => {
  presign = await Presign.create(ready.url, token);
  await writeFile(presign.path('file'), 'local');
  await writeFile(presign.path('lines'), `${token}\n${SECRET}\n`);
  await writeFile(presign.path('control'), `${token}\u0007`);
  await mkdir(presign.path('folder'));
  await presign.run(['cp', 'file', ':/failures/a']);
});
afterAll(() => presign[Symbol.asyncDispose]());

describe('configuration', () => {
  it.each<[string, NodeJS.ProcessEnv, RegExp]>([
    ['a token file that is missing', { PRESIGN_TOKEN_FILE: 'none' }, /PRESIGN_TOKEN_FILE .*ENOENT/],
    ['a token file that is a folder', { PRESIGN_TOKEN_FILE: 'folder' }, /PRESIGN_TOKEN_FILE .*EISDIR/],
    ['a token with two lines', { PRESIGN_TOKEN_FILE: 'lines' }, /unusable_token: /],
    ['a token with a control character', { PRESIGN_TOKEN_FILE: 'control' }, /unusable_token: /],
    ['a URL without a scheme', { PRESIGN_API: 'localhost:3000' }, /PRESIGN_API/],
    ['a URL of FTP', { PRESIGN_API: 'ftp://x' }, /PRESIGN_API/],
    [
      'a URL below the API',
      { PRESIGN_API: `${ready.url}/v2` },
      new RegExp(
        `wrong_api: PRESIGN_API is not the URL of the API\\. .*${ready.url}/v2, which answered 404\\.`,
      ),
    ],
  ])('exits with 2 and says why in one line: %s', async (_, env, message) => {
    for (const args of [
      ['ls', ':/'],
      ['cp', 'file', ':/failures/b'],
    ]) {
      const { code, stdout, stderr } = await presign.run(args, { env });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr.trimEnd()).not.toContain('\n');
      expect(stderr).not.toContain(SECRET);
    }
  });

  it.each([
    [`echo ${SECRET} >&2; exit 3`, 'exit status 3'],
    ['kill -9 $$', 'the signal SIGKILL'],
  ])('says how the command of the token ended, without its text: %s', async (command, how) => {
    const env = { PRESIGN_TOKEN_FILE: '', PRESIGN_TOKEN_COMMAND: command };
    const { code, stderr } = await presign.run(['ls', ':/', '--json'], { env });
    expect(code).toBe(2);
    const json = stderr.split('\n').find((line) => line.startsWith('{'))!;
    expect(JSON.parse(json)).toEqual({
      error: {
        code: 'invalid_configuration',
        message: `The command of PRESIGN_TOKEN_COMMAND ended with ${how}.`,
      },
      about: 'presign ls',
    });
  });
});

describe('failures', () => {
  it.each<[string[], number, string, string]>([
    [['cp', ':/failures/none', '-'], 4, 'not_found', 'team-a:/failures/none'],
    [['cp', ':/failures/none', ':/failures/b'], 4, 'object_not_found', 'team-a:/failures/none'],
    [['cp', 'none', ':/failures/b'], 1, 'ENOENT', 'none'],
    [['cp', 'file', ':/../b'], 2, 'invalid_key', 'file'],
    [['cp', '-', ':/../b'], 2, 'invalid_key', '-'],
    [['url', ':/../b'], 2, 'invalid_key', 'presign url'],
  ])('are lines of JSON, or of text, with the code once: %j', async (args, exit, code, about) => {
    const json = await presign.run([...args, '--json']);
    expect(json).toMatchObject({ code: exit, stdout: '' });
    const { error, ...rest } = JSON.parse(json.stderr) as { error: { code: string; message: string } };
    expect(rest).toEqual({ about });
    expect(error).toMatchObject({ code });
    const text = await presign.run(args);
    expect(text).toMatchObject({ code: exit, stdout: '' });
    expect(text.stderr.split(code)).toHaveLength(2);
  });
});

it('a copy into a prefix keeps its name', async () => {
  const { code, stdout } = await presign.run(['cp', ':/failures/a', ':/failures/into/']);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'copy: team-a:/failures/a -> team-a:/failures/into/a\n',
  });
  expect((await presign.run(['cat', ':/failures/into/a'])).stdout).toBe('local');
  expect((await presign.run(['cp', ':/failures/', ':/into/'])).code).toBe(2);
});
