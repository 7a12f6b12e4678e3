import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

// Tags a release in a clone of this repository, which has its own identity and key.

const run = promisify(execFile);
const RELEASE = ['scripts/release.mjs', 'tag'];
const { version: current } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const [major, minor] = current.split('.').map(Number) as [number, number];
const next = `${major}.${minor + 1}.0`;

describe('npm run release -- tag', () => {
  let folder: string;
  let clone: string;
  const git = async (...args: string[]) => (await run('git', args, { cwd: clone })).stdout.trim();
  const tag = () => run(process.execPath, RELEASE, { cwd: clone });
  const read = (file: string) => readFile(join(clone, file), 'utf8');
  const commit = async (message: string) => {
    await writeFile(join(clone, 'change.txt'), message);
    await git('add', 'change.txt');
    await git('commit', '--quiet', '--message', message);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'release-tag-'));
    clone = join(folder, 'clone');
    await run('git', ['clone', '--quiet', '--no-tags', '.', clone]);
    await symlink(resolve('node_modules'), join(clone, 'node_modules'));
    await appendFile(join(clone, '.git/info/exclude'), 'node_modules\n'); // .gitignore names the folder, not a link
    const key = join(folder, 'key');
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const allowed = join(folder, 'allowed');
    await writeFile(allowed, `maintainer@team.example ${await readFile(`${key}.pub`, 'utf8')}`);
    for (const [name, value] of Object.entries({
      'user.name': 'Maintainer',
      'user.email': 'maintainer@team.example',
      'gpg.format': 'ssh',
      'gpg.ssh.allowedSignersFile': allowed,
      'user.signingkey': key,
      'tag.gpgSign': 'true',
    }))
      await git('config', name, value);
    await git('tag', '--annotate', `v${current}`, '--message', 'the last release');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('refuses if nothing that users would notice has changed', async () => {
    await commit('docs: say it');
    await expect(tag()).rejects.toThrow(`No commit since v${current} changes anything for users`);
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('refuses files that differ from the commit', async () => {
    await writeFile(join(clone, 'change.txt'), 'not committed');
    await expect(tag()).rejects.toThrow(/Files differ from the commit/);
    await git('restore', '.');
  });

  it('leaves the files as they were if it fails', async () => {
    await git('rm', '--quiet', 'CHANGELOG.md');
    await commit('feat: do without a changelog');
    await expect(tag()).rejects.toThrow(/ENOENT.*CHANGELOG\.md/);
    expect(await git('status', '--porcelain')).toBe('');
    expect(JSON.parse(await read('package.json'))).toMatchObject({ version: current });
    await git('reset', '--hard', '--quiet', 'HEAD~1');
  });

  it('raises the version everywhere, writes the changelog, commits, and signs the tag', async () => {
    await commit('feat(api): sign more');
    const before = await git('rev-parse', 'HEAD');
    expect((await tag()).stdout).toBe(`v${next}\n`);

    expect(await git('rev-parse', `v${next}^{commit}`)).toBe(await git('rev-parse', 'HEAD'));
    expect(await git('rev-parse', 'HEAD~1')).toBe(before);
    expect(await git('log', '-1', '--format=%s')).toBe(`chore(release): ${next}`);
    await expect(git('verify-tag', `v${next}`)).resolves.toBe('');
    expect(await git('status', '--porcelain')).toBe('');
    for (const name of ['.', 'libs/client', 'libs/s3-presign'])
      expect(JSON.parse(await read(`${name}/package.json`)), name).toMatchObject({ version: next });
    expect(JSON.parse(await read('package-lock.json'))).toMatchObject({
      version: next,
      packages: { '': { version: next } },
    });
    const date = new Date(await git('log', '-1', '--format=%cI')).toISOString().slice(0, 10);
    expect(await read('CHANGELOG.md')).toContain(
      `\n## ${next}, ${date}\n\n### Features\n\n- **api**: sign more\n\n## ${current}`,
    );
    const { info } = parse(await read('docs/openapi/released.yaml')) as { info: { version: string } };
    expect(info.version).toBe(next);
  }, 180_000);
});
