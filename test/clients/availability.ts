import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// Node itself runs this file, for scripts/test.mjs: types only that can be stripped, and no other import of ours.

const INSTALL = join(import.meta.dirname, '../peers/python/install.sh');

/** The folder of the Python programs that test/peers/python/install.sh installs, whether or not they are there. */
export const pythonPrograms = (env: NodeJS.ProcessEnv): string =>
  execFileSync('bash', [INSTALL, '--print'], { env, encoding: 'utf8' }).trim();

/** Why a lane that needs them can't run; `undefined` where it can. */
export const whyNoPython = (env: NodeJS.ProcessEnv): string | undefined =>
  existsSync(join(pythonPrograms(env), 'installed'))
    ? undefined
    : 'no Python environment (test/peers/python/install.sh makes it, with Python 3.11)';
