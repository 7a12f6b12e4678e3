import { execFileSync } from 'node:child_process';

// Node itself runs this file, for scripts/test.mjs. It must contain only types that Node can strip, and import no other
// module of this repository.

const PROGRAMS = ['java', 'mvn', 'go', 'cargo', 'python3'];

const isThere = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Returns why this machine can't compile clients of other languages; `undefined` if it can. */
export function whyNoCompilers(): string | undefined {
  const missing = PROGRAMS.filter((program) => !isThere(program));
  return missing.length === 0 ? undefined : `no ${missing.join(', ')}`;
}
