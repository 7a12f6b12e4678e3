import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs `npm run release`. */
export const release = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, ['scripts/release.mjs', ...args]);
