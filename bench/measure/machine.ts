import { execFileSync } from 'node:child_process';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';

/** The machine on which figures were measured. Without it, figures mean nothing. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
}

export const machine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${platform()} ${release()} ${arch()}`,
  node: process.version,
});

/** Returns the load of the machine in the last minute. On 2 cores, a load of 2 is full use. */
export const load = (): number => Math.round(loadavg()[0]! * 100) / 100;

/** Returns the commit that is measured, with `+` if files differ from the commit. */
export function commit(root: string): string {
  try {
    const text = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
    const changed = text('status', '--porcelain', '--untracked-files=no', '--', 'apps', 'libs') !== '';
    return text('rev-parse', '--short', 'HEAD') + (changed ? '+' : '');
  } catch {
    return 'unknown';
  }
}
