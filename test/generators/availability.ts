import { execFileSync } from 'node:child_process';

// Node itself runs this file, for scripts/test.mjs: types only that can be stripped, and no other import of ours.

const PROGRAMS = ['java', 'mvn', 'go', 'cargo', 'python3'];

const isThere = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Why clients of other languages can't be compiled here; `undefined` where they can. */
export function whyNoCompilers(): string | undefined {
  const missing = PROGRAMS.filter((program) => !isThere(program));
  return missing.length === 0 ? undefined : `no ${missing.join(', ')}`;
}
