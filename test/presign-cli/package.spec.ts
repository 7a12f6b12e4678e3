import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { codeBlocks } from '../support/docs/code-blocks.js';

const ready = inject('ready');
const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const env = {
  ...process.env,
  API: ready.url,
  TOKEN: ready.tenants['team-a']!.token,
};

/** The folder of a project that contains only the packages of its `npm install`. */
let project: string;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'presign-package-'));
  await run(process.execPath, ['scripts/package-client.mjs', join(project, 'packages')], { cwd: root });
  await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }');
  const tarballs = (await readdir(join(project, 'packages'))).map((name) => `./packages/${name}`);
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs], { cwd: project });
  await symlink(join(root, 'node_modules/@types'), join(project, 'node_modules/@types'));
  for (const { file, code } of codeBlocks('client.md')) {
    if (file !== undefined) await writeFile(join(project, file), code);
  }
}, 120_000);
afterAll(() => rm(project, { recursive: true }));

const node = (...args: string[]) => run(process.execPath, args, { cwd: project, env });
const compile = (file: string, ...options: string[]) => {
  const strict = [
    '--noEmit',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--module',
    'nodenext',
    '--target',
    'es2024',
  ];
  return node(join(root, 'node_modules/typescript/bin/tsc'), ...strict, ...options, file);
};

describe('the packed library, in an empty project', () => {
  it('compiles strictly, in Node and in a page without Node’s types', { timeout: 60_000 }, async () => {
    await compile('transfer.ts', '--types', 'node');
    await compile('page.ts', '--lib', 'es2024,dom,dom.iterable');
    await writeFile(
      join(project, 'wrong.ts'),
      "import { PresignClient } from '@tenant-presign/client/node';\nnew PresignClient({ api: 1 });\n",
    );
    await expect(compile('wrong.ts', '--types', 'node')).rejects.toMatchObject({
      stdout: expect.stringMatching(/TS2\d+/) as string,
    });
  });

  it('does what its page says', async () => {
    const { stdout } = await node('transfer.ts');
    const printed = codeBlocks('client.md').find(
      ({ language, code }) => language === '' && code.includes('verified'),
    );
    expect(stdout).toBe(printed!.code);
  });

  it('has the command, which runs', async () => {
    const { stdout } = await run(join(project, 'node_modules/.bin/presign'), ['--help'], { cwd: project });
    expect(stdout).toContain('Usage: presign COMMAND');
  });

  it('takes at most 15 KB in a page, packed, without the optional digests', async () => {
    const bundle = await rolldown({
      input: join(project, 'node_modules/@tenant-presign/client/dist/index.js'),
      platform: 'browser',
      logLevel: 'silent',
    });
    const { output } = await bundle.generate({ format: 'esm', minify: true });
    const chunks = output.filter((each) => each.type === 'chunk');
    const entry = chunks.find(({ isEntry }) => isEntry)!;
    const needed = chunks.filter(
      ({ fileName }) => fileName === entry.fileName || entry.imports.includes(fileName),
    );
    const bytes = needed.reduce((sum, { code }) => sum + gzipSync(code).length, 0);
    expect(bytes).toBeLessThanOrEqual(15_000);
    expect(needed.length).toBeLessThan(chunks.length);
  });
});
