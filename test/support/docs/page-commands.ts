import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Ready } from '../../../apps/local/src/ready-file.js';
import { codeBlocks } from './code-blocks.js';

/**
 * Runs the commands of a page under docs/ as a reader would paste them: in one shell, with the page's files in its
 * folder and Node on PATH.
 *
 * @param node the path of Node; that of this process by default
 * @returns the output of all commands
 * @throws Error if a command fails
 */
export async function runPage(
  page: string,
  ready: Pick<Ready, 'url' | 'tenants'>,
  node = process.execPath,
): Promise<string> {
  const blocks = codeBlocks(page);
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  try {
    await writeFile(join(folder, 'ready.json'), JSON.stringify(ready));
    for (const { file, code } of blocks) if (file !== undefined) await writeFile(join(folder, file), code);
    const commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);
    const PATH = [dirname(node), process.env['PATH']].join(delimiter);
    const script = ['set -euo pipefail', ...commands].join('\n');
    const env = { ...process.env, PATH };
    const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-c', script], {
      cwd: folder,
      env,
    });
    return stdout + stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
}
