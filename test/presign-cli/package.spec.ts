import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
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

let base: string;
/** The folder of a project that contains only the packages of the page's `npm install`. */
let project: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'presign-package-'));
  project = join(base, 'my-project');
  const packages = join(base, 'checkout/out');
  await run(process.execPath, ['scripts/package-client.mjs', packages], { cwd: root });
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }');
  await npm(lineOf('client.md', /^(npm install .+)$/m), join(packages, '..'));
  await npm(lineOf('presign-cli.md', /`(npm install --global [^`]+)`/), packages);
  await symlink(join(root, 'node_modules/@types'), join(project, 'node_modules/@types'));
  for (const { file, code } of codeBlocks('client.md')) {
    if (file !== undefined) await writeFile(join(project, file), code);
  }
}, 120_000);
afterAll(() => rm(base, { recursive: true }));

/** Returns the line of a page under docs/ that a pattern finds. */
function lineOf(page: string, pattern: RegExp): string {
  return pattern.exec(readFileSync(join(root, 'docs', page), 'utf8'))![1]!;
}

/** Runs a line of a page in a folder. */
const npm = (line: string, cwd: string) =>
  run('bash', ['-c', line], {
    cwd,
    env: {
      ...process.env,
      npm_config_prefix: join(base, 'global'),
      npm_config_prefer_offline: 'true',
      npm_config_audit: 'false',
    },
  });

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
    const { stdout } = await run(join(base, 'global/bin/presign'), ['--help'], { cwd: base });
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
