import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { codeBlocks } from '../support/docs/code-blocks.js';
import { generatorsFolder, oldestNode, pythonPrograms } from './availability.js';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const blocks = codeBlocks('clients.md');
const oldest = oldestNode(process.env);
const programs = [
  dirname(process.execPath),
  pythonPrograms(process.env),
  generatorsFolder(process.env),
  process.env['PATH'],
];
let folder: string;

/**
 * Prepares a folder as a reader has it: ready.json, the page's files, and the packages of its `npm install` and `pip
 * install`.
 */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clients-'));
  await linkPackages([join(root, 'node_modules'), join(generatorsFolder(process.env), 'node_modules')]);
  for (const file of ['go.mod', 'go.sum']) {
    await copyFile(join(generatorsFolder(process.env), file), join(folder, file));
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'ready.json'), JSON.stringify(inject('ready')));
  for (const { file, code } of blocks) if (file !== undefined) await writeFile(join(folder, file), code);
});
/** Makes a `node_modules` with the packages of several folders. For a package in several, the first folder counts. */
async function linkPackages(sources: readonly string[]): Promise<void> {
  for (const source of sources) {
    for (const name of await readdir(source)) {
      const members = /^(?:@|\.bin$)/.test(name) ? await readdir(join(source, name)) : [''];
      for (const member of members) {
        const target = join(folder, 'node_modules', name, member);
        await mkdir(dirname(target), { recursive: true });
        await symlink(join(source, name, member), target).catch(() => undefined); // an earlier source has it
      }
    }
  }
}

afterAll(() => rm(folder, { recursive: true }));

const [settings, ...commands] = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);

function paste(script: string, ...first: string[]): Promise<{ stdout: string; stderr: string }> {
  const env = { ...process.env, PATH: [...first, ...programs].join(delimiter) };
  return run('bash', ['--norc', '-c', ['set -euo pipefail', settings, script].join('\n')], {
    cwd: folder,
    env,
  });
}

const printed = (word: string) =>
  blocks.find(({ language, code }) => language === '' && code.startsWith(`downloaded from ${word}`))!.code;

describe('docs/clients.md', () => {
  it.each([
    ['TypeScript', 'openapi-typescript'],
    ['hey-api', 'npx openapi-ts '],
    ['orval', 'npx orval'],
    ['Python', 'openapi-python-client'],
    ['Go', 'oapi-codegen'],
  ])('its %s client is made, compiles strictly, and prints what it says', async (language, generator) => {
    const script = commands.find((command) => command.includes(generator))!;
    await rm(join(folder, 'tenant_presign'), { recursive: true, force: true }); // from an earlier try
    const { stdout } = await paste(script);
    expect(stdout).toContain(printed(language));
    if (oldest === undefined) return;
    for (const [program] of script.matchAll(/^node .*$/gm)) {
      expect((await paste(program, dirname(oldest))).stdout).toContain(printed(language));
    }
  });
});

describe('the compilers refuse each of', () => {
  it.each([
    [
      'TypeScript',
      'example.ts',
      'npx tsc --noEmit --strict --target es2024 --module nodenext --types node',
      [
        ['expiresIn: 60', "expiresIn: '60'"],
        ["=== 'access_denied'", "=== 'no_access'"],
        ['problem.code', 'problem.cod'],
        ["operation: 'delete'", "operation: 'remove'"],
      ],
    ],
    [
      'Python',
      'example.py',
      'mypy --strict --follow-imports silent',
      [
        ['expires_in=60', 'expires_in="60"'],
        ['refusal.code == "access_denied"', 'refusal.cod == "access_denied"'],
        ['result.problem.code', 'result.problem.cod'],
        ['operation="delete"', 'operation="remove"'],
      ],
    ],
  ])('four errors in %s', async (_, file, compiler, errors) => {
    const { code } = blocks.find((block) => block.file === file)!;
    const copies = errors.map((_error, index) => `wrong_${index}_${file}`);
    for (const [index, [right, wrong]] of errors.entries()) {
      expect(code).toContain(right);
      await writeFile(join(folder, copies[index]!), code.replace(right!, wrong!));
    }
    const { stdout } = await paste(`${compiler} ${copies.join(' ')}`).catch(
      (error: { stdout: string }) => error,
    );
    expect(copies.filter((copy) => !stdout.includes(copy))).toEqual([]);
  });
});
