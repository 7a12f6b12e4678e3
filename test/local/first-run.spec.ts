import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startLocalProcess } from '../support/processes/local-process.js';

const run = promisify(execFile);
const FREE = ['--port', '0', '--s3-port', '0', '--management-port', '0'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'first-run-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Returns what `npm start` prints on standard error before it ends with this exit code. */
async function failure(args: readonly string[], code: number): Promise<string> {
  const failed: unknown = await run(process.execPath, ['scripts/start.mjs', ...args]).catch(
    (error: unknown) => error,
  );
  expect(failed).toMatchObject({ code, stdout: '' });
  return (failed as { readonly stderr: string }).stderr;
}

describe('a port that is taken', () => {
  it.each(['--port', '--s3-port', '--management-port'])('is named with %s', async (flag) => {
    const { port } = new URL(inject('ready').url);
    const args = FREE.flatMap((arg, index) => (index % 2 === 0 ? [arg, arg === flag ? port : '0'] : []));
    expect(await failure(args, 1)).toContain(
      `Port ${port} is taken by another process. Choose another port with "npm start -- ${flag} N"; 0 takes any free port.\n`,
    );
  });
});

const refused = (dataDir: string): Promise<string> => failure([...FREE, '--data-dir', dataDir], 1);

describe('--data-dir', () => {
  it('accepts a folder that does not exist yet', async () => {
    const dataDir = join(folder, 'new/one');
    const local = await startLocalProcess(['--data-dir', dataDir]);
    expect(local.stdout()).toContain(`objects in ${dataDir}`);
    await local.stop();
    expect(await readdir(dataDir)).toHaveLength(1);
  });

  it('refuses a file, a path through a file, and a database that is damaged', async () => {
    const file = join(folder, 'file');
    const damaged = join(folder, 'damaged');
    await mkdir(damaged);
    await Promise.all([
      writeFile(file, ''),
      writeFile(join(damaged, 'fauxqs.db'), 'no database'.repeat(999)),
    ]);
    expect(await refused(file)).toBe(
      `--data-dir ${file} can't be used: it is a file. Give another folder.\n`,
    );
    expect(await refused(`${file}/x`)).toBe(
      `--data-dir ${file}/x can't be used: a part of the path is a file. Give another folder.\n`,
    );
    expect(await refused(damaged)).toMatch(/^--data-dir .* can't be used: its contents can't be read \(.*\)/);
    expect(await refused('')).toBe('--data-dir is empty. Give the path of a folder.\n');
  });

  it.runIf(process.platform === 'linux')('refuses a folder where the user may not write', async () => {
    expect(await refused('/sys/objects')).toContain('this user may not write there');
  });
});

describe('--ready-file', () => {
  it('is named when its folder does not exist', async () => {
    const missing = join(folder, 'missing/ready.json');
    const failed: unknown = await run(process.execPath, [
      'scripts/start.mjs',
      ...FREE,
      '--ready-file',
      missing,
    ]).catch((error: unknown) => error);
    expect(failed).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        `--ready-file ${missing} can't be written (ENOENT). Give the path of a file in a folder that exists.\n`,
      ) as string,
    });
  });
});

describe('a checkout before npm ci', () => {
  it('is told to run npm ci', async () => {
    const clone = join(folder, 'bare');
    await cp('package.json', join(clone, 'package.json'));
    await cp('scripts', join(clone, 'scripts'), { recursive: true });
    const failed: unknown = await run(process.execPath, ['scripts/operator.mjs'], { cwd: clone }).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'The dependencies are not installed. Run "npm ci", then this command again.\n',
    });
  });

  it('is told by every script which Node it needs, as none imports TypeScript before it asks', async () => {
    const scripts = (await readdir('scripts')).filter((name) => name.endsWith('.mjs'));
    const texts = await Promise.all(scripts.map((name) => readFile(join('scripts', name), 'utf8')));
    expect(scripts.filter((_, index) => /^(?:import|export)\b.*\.ts'/m.test(texts[index] ?? ''))).toEqual([]);
  });
});

describe('options', () => {
  it('are refused with exit code 2 and the way to the help', async () => {
    expect(await failure(['--bogus'], 2)).toBe(
      `Unknown option '--bogus'. "npm start -- --help" lists the options.\n`,
    );
  });

  it('are listed without a build, and without packages', async () => {
    const clone = join(folder, 'clone');
    for (const path of ['scripts', 'apps/local/src/options.ts', 'package.json']) {
      await mkdir(dirname(join(clone, path)), { recursive: true });
      await cp(path, join(clone, path), { recursive: true });
    }
    const { stdout, stderr } = await run(process.execPath, ['scripts/start.mjs', '--help'], { cwd: clone });
    expect(stdout).toContain('--management-port N');
    expect(stderr).toBe('');
    expect(await readdir(clone)).toEqual(['apps', 'package.json', 'scripts']);
  });
});

describe('what npm start prints', () => {
  it('is JSON lines on standard error in a pipe, and the banner on standard output', async () => {
    const local = await startLocalProcess();
    await fetch(`${local.ready.url}/docs`);
    await local.stop();
    const lines = local.stderr().trim().split('\n');
    expect(lines.map((text) => (JSON.parse(text) as { msg: string }).msg)).toContain('request');
    expect(local.stdout().match(/^export TOKEN=\S+$/gm)).toHaveLength(1);
    expect(local.stdout().trim().split('\n').length).toBeLessThanOrEqual(15);
  });

  it.runIf(process.platform === 'linux')('is short lines on a terminal, the banner last', async () => {
    const readyFile = join(folder, 'ready.json');
    const command = `npm start -- ${FREE.join(' ')} --ready-file ${readyFile}`;
    const script = `(until [ -e ${readyFile} ]; do sleep 0.1; done; sleep 0.3
      kill "$(${process.execPath} -p 'JSON.parse(fs.readFileSync("${readyFile}")).pid')") &
      script -qec '${command}' /dev/null`;
    const { stdout } = await run('sh', ['-c', script]);
    const lines = stdout.replaceAll('\r', '').trim().split('\n');
    const banner = lines.findIndex((text) => text.startsWith('tenant-presign is up.'));
    expect(lines.slice(0, banner).join('\n')).toMatch(/^\d\d:\d\d:\d\d listening url=http/m);
    expect(lines.length).toBeLessThanOrEqual(25);
    expect(lines.join('\n')).not.toContain('{"level"');
  });
});

describe('npm ci', () => {
  it('prints no warnings about engines, whichever Node runs npm', async () => {
    const clone = await mkdtemp(join(folder, 'ci-'));
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) await cp(file, join(clone, file));
    const { PATH } = process.env;
    const { stderr } = await run('npm', ['ci', '--dry-run', '--offline', '--no-audit'], {
      cwd: clone,
      env: { PATH, HOME: process.env['HOME'] },
      maxBuffer: 1024 ** 2,
    });
    expect(stderr).toBe('');
  });
});
