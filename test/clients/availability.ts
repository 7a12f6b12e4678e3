import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// Node itself runs this file, for scripts/test.mjs: types only that can be stripped, and no other import of ours.

const pathOf = (peer: string, env: NodeJS.ProcessEnv): string => {
  const install = join(import.meta.dirname, `../peers/${peer}/install.sh`);
  return execFileSync('bash', [install, '--print'], { env, encoding: 'utf8' }).trim();
};

/** The folder of the Python programs that test/peers/python/install.sh installs, whether or not they are there. */
export const pythonPrograms = (env: NodeJS.ProcessEnv): string => pathOf('python', env);

/** Why a lane that needs them can't run; `undefined` where it can. */
export const whyNoPython = (env: NodeJS.ProcessEnv): string | undefined =>
  existsSync(join(pythonPrograms(env), 'installed'))
    ? undefined
    : 'no Python environment (test/peers/python/install.sh makes it, with Python 3.11)';

/** The program that compares OpenAPI documents, whether or not it is there. */
export const oasdiffProgram = (env: NodeJS.ProcessEnv): string => env['OASDIFF'] ?? pathOf('oasdiff', env);

/** Why documents can't be compared here; `undefined` where they can. */
export const whyNoOasdiff = (env: NodeJS.ProcessEnv): string | undefined =>
  existsSync(oasdiffProgram(env))
    ? undefined
    : 'no oasdiff (test/peers/oasdiff/install.sh builds it, with Go)';

/** The folder of the generators that test/peers/generators/install.sh installs, whether or not they are there. */
export const generatorsFolder = (env: NodeJS.ProcessEnv): string => pathOf('generators', env);

/** Why a lane that needs them can't run; `undefined` where it can. */
export const whyNoGenerators = (env: NodeJS.ProcessEnv): string | undefined =>
  existsSync(generatorsFolder(env))
    ? undefined
    : 'no generators of clients (test/peers/generators/install.sh installs them, with npm and Go)';

/** The oldest Node that the README allows, where npm has one for this system. */
export function oldestNode(env: NodeJS.ProcessEnv): string | undefined {
  const name = `node-${process.platform}-${process.arch}`;
  const program = join(generatorsFolder(env), 'node_modules', name, 'bin/node');
  return existsSync(program) ? program : undefined;
}
