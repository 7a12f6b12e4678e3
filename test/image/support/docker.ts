import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs `docker`, and returns its output without the last newline. @throws Error with docker's standard error */
export async function docker(...args: readonly string[]): Promise<string> {
  const { stdout } = await run('docker', args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout.trimEnd();
}

/** Runs `docker`, and returns its standard error. */
export async function dockerErrors(...args: readonly string[]): Promise<string> {
  const { stderr } = await run('docker', args, { maxBuffer: 256 * 1024 * 1024 });
  return stderr;
}

/** Returns the base images to build on: the arguments of `docker build`, and the name of the image's base. */
export async function bases(): Promise<{ readonly args: readonly string[]; readonly base: string }> {
  const names = await docker('image', 'ls', '--format', '{{.Repository}}', 'tenant-presign/base-*');
  if (names.split('\n').toSorted().join() !== 'tenant-presign/base-build,tenant-presign/base-run') {
    const [, base] = /^ARG BASE=(\S+)$/m.exec(readFileSync('Dockerfile', 'utf8'))!;
    return { args: [], base: base! };
  }
  const base = await docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}', 'tenant-presign/base-run');
  return { args: ['--local-bases'], base };
}
