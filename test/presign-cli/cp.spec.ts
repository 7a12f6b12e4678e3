import { createHash, randomBytes } from 'node:crypto';
import { lstat, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ApiClient, use } from '../support/clients/api-client.js';
import { Presign } from '../support/processes/presign.js';

const ready = inject('ready');
const { token } = ready.tenants['team-a']!;
const api = new ApiClient(ready.url, 'team-a', token);
const MIB = 1024 ** 2;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let presign: Presign;
beforeAll(async () => (presign = await Presign.create(ready.url, token)));
afterAll(() => presign[Symbol.asyncDispose]());

/** Stores an object without the command. */
async function put(key: string, body: string): Promise<void> {
  const { status } = await use(await api.sign('uploads', { key }), { body });
  expect(status).toBe(200);
}

async function tree(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => `${entry.parentPath.slice(folder.length)}/${entry.name}`.replace(/^\//, ''))
    .sort();
}

describe('cp of one file', () => {
  const body = randomBytes(9 * MIB);
  beforeAll(() => writeFile(presign.path('film.mp4'), body));

  it('goes up and comes back, and says so', async () => {
    const up = await presign.run(['cp', 'film.mp4', 'team-a:/cli/']);
    expect(up).toEqual({
      code: 0,
      stdout: 'upload: film.mp4 -> team-a:/cli/film.mp4 (9.0 MiB, verified: sha256-parts)\n',
      stderr: '',
    });
    const down = await presign.run(['cp', ':/cli/film.mp4', 'back.mp4', '--json']);
    expect(down).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(down.stdout)).toMatchObject({
      operation: 'download',
      key: 'cli/film.mp4',
      size: body.length,
      verified: 'md5-parts',
    });
    expect(sha256(await readFile(presign.path('back.mp4')))).toBe(sha256(body));
    expect(await readdir(presign.path('state/presign'))).toEqual([]);
  });

  it('goes through standard input and output', async () => {
    expect((await presign.run(['cp', '-', 'team-a:/cli/in.txt'], { input: 'by pipe' })).code).toBe(0);
    expect(await presign.run(['cp', 'team-a:/cli/in.txt', '-'])).toEqual({
      code: 0,
      stdout: 'by pipe',
      stderr: '',
    });
    expect(await presign.run(['cat', 'team-a:/cli/in.txt'])).toEqual({
      code: 0,
      stdout: 'by pipe',
      stderr: '',
    });
  });

  it.each<[string, string[], number, RegExp]>([
    ['a local file that is not there', ['cp', 'none', 'team-a:/cli/x'], 1, /ENOENT/],
    ['no remote place', ['cp', 'film.mp4', 'other.mp4'], 2, /The source or the target must be TENANT:\/KEY/],
    ['an unknown option', ['cp', '--fast', 'film.mp4', 'team-a:/x'], 2, /--fast/],
    ['a folder without -r', ['cp', '.', 'team-a:/x/'], 2, /Add -r/],
    ['another tenant', ['cp', 'film.mp4', 'team-b:/x'], 3, /access_denied/],
    ['an object that is not there', ['cp', 'team-a:/cli/none', 'x'], 4, /not_found/],
    [
      'a key that is taken',
      ['cp', '--if-none-match', 'film.mp4', 'team-a:/cli/film.mp4'],
      7,
      /object_exists/,
    ],
  ])('ends with an exit code of its cause: %s', async (_, args, code, message) => {
    const ended = await presign.run(args);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(message);
  });

  it('ends so where the API can’t be reached, is not named, or refuses the token', async () => {
    const args = ['url', 'team-a:/x'];
    expect((await presign.run(args, { env: { PRESIGN_API: '' } })).code).toBe(2);
    expect((await presign.run(args, { env: { PRESIGN_TOKEN_FILE: '' } })).code).toBe(2);
    const command = { PRESIGN_TOKEN_FILE: '', PRESIGN_TOKEN_COMMAND: `printf ${token}` };
    expect((await presign.run(args, { env: command })).code).toBe(0);
    expect((await presign.run(args, { env: { ...command, PRESIGN_TOKEN_COMMAND: 'echo x.y.z' } })).code).toBe(
      3,
    );
  });
});

describe('cp -r', () => {
  it('takes a folder up and down again, without links, as filters say', async () => {
    await mkdir(presign.path('photos/2026'), { recursive: true });
    for (const name of ['a.jpg', 'b.tmp', '2026/c.jpg', '2026/ü +%.jpg']) {
      await writeFile(presign.path(`photos/${name}`), name);
    }
    await symlink('/etc/passwd', presign.path('photos/link.jpg'));
    const up = await presign.run(['cp', '-r', 'photos', 'team-a:/cli/photos', '--exclude', '*.tmp']);
    expect(up.stdout.split('\n').filter(Boolean)).toHaveLength(3);
    expect(up).toMatchObject({ code: 0, stderr: 'photos/link.jpg: skipped, not a regular file\n' });

    const down = await presign.run(['cp', '-r', 'team-a:/cli/photos/', 'copy', '--include', '2026/*']);
    expect(down).toMatchObject({ code: 0, stderr: '' });
    expect(await tree(presign.path('copy'))).toEqual(['2026/c.jpg', '2026/ü +%.jpg']);
    expect(await readFile(presign.path('copy/2026/c.jpg'), 'utf8')).toBe('2026/c.jpg');
  });

  it('never leaves its target through a link that is there', async () => {
    await put('cli/links/out/x.txt', 'new');
    await put('cli/links/file.txt', 'new');
    await mkdir(presign.path('links'));
    await mkdir(presign.path('outside'));
    await writeFile(presign.path('outside/victim'), 'old');
    await symlink(presign.path('outside'), presign.path('links/out'));
    await symlink(presign.path('outside/victim'), presign.path('links/file.txt'));
    const { code, stderr } = await presign.run(['cp', '-r', 'team-a:/cli/links/', 'links']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^team-a:\/cli\/links\/out\/x.txt: symbolic_link: /);
    expect(await readdir(presign.path('outside'))).toEqual(['victim']);
    expect(await readFile(presign.path('outside/victim'), 'utf8')).toBe('old');
    expect((await lstat(presign.path('links/file.txt'))).isFile()).toBe(true);
  });

  it('moves many small files', async () => {
    const count = 300;
    await mkdir(presign.path('many'));
    for (let index = 0; index < count; index++)
      await writeFile(presign.path(`many/${index}`), `file ${index}`);
    expect((await presign.run(['cp', '-r', 'many', 'team-a:/cli/many/'])).code).toBe(0);
    expect((await presign.run(['cp', '-r', 'team-a:/cli/many/', 'many-back'])).code).toBe(0);
    const names = await readdir(presign.path('many-back'));
    expect(names).toHaveLength(count);
    for (const name of names)
      expect(await readFile(presign.path(`many-back/${name}`), 'utf8')).toBe(`file ${name}`);
    expect((await presign.run(['rm', '-r', 'team-a:/cli/many/'])).code).toBe(0);
    expect((await presign.run(['ls', 'team-a:/cli/many/'])).stdout).toBe('');
  });
});

describe('the others', () => {
  it('ls, url, explain and rm', async () => {
    await put('cli/other/a.txt', 'a');
    const listed = await presign.run(['ls', 'team-a:/cli/other/']);
    expect(listed.stdout).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+Z {2} +1 {2}cli\/other\/a\.txt\n$/);
    const { stdout: url } = await presign.run(['url', 'team-a:/cli/other/a.txt', '--expires-in', '60']);
    expect(await (await fetch(url.trim())).text()).toBe('a');
    const cut = url.trim().slice(0, -4);
    const explained = await presign.run(['explain', cut]);
    expect(explained.stdout).toMatch(/^altered|malformed/);
    expect((await presign.run(['rm', 'team-a:/cli/other/a.txt'])).stdout).toBe(
      'remove: team-a:/cli/other/a.txt\n',
    );
    expect((await presign.run(['cat', 'team-a:/cli/other/a.txt'])).code).toBe(4);
  });

  it('--help has examples, and bash accepts the completion', async () => {
    for (const command of ['cp', 'ls', 'rm', 'cat', 'url', 'explain', 'completion']) {
      const { code, stdout } = await presign.run([command, '--help']);
      expect({ command, code, hasExamples: stdout.includes('Examples:\n') }).toEqual({
        command,
        code: 0,
        hasExamples: true,
      });
    }
    const { stdout: script } = await presign.run(['completion', 'bash']);
    const { execFileSync } = await import('node:child_process');
    const asked = `${script}\nCOMP_WORDS=(presign c); COMP_CWORD=1; _presign; echo "\${COMPREPLY[@]}"`;
    expect(execFileSync('bash', ['-c', asked], { encoding: 'utf8' }).trim()).toBe('cp cat completion');
  });
});
