import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// Node itself runs this file, for scripts/test.mjs. It must contain only types that Node can strip, and import no other
// module of this repository.

const pathOf = (peer: string, env: NodeJS.ProcessEnv): string => {
  const install = join(import.meta.dirname, `../peers/${peer}/install.sh`);
  return execFileSync('bash', [install, '--print'], { env, encoding: 'utf8' }).trim();
};

/**
 * Returns the folder of the Python programs that test/peers/python/install.sh installs, whether or not they are
 * installed.
 */
export const pythonPrograms = (env: NodeJS.ProcessEnv): string => pathOf('python', env);

/** Returns why this machine doesn't have the Python programs; `undefined` if it does. */
export const whyNoPython = (env: NodeJS.ProcessEnv): string | undefined =>
  existsSync(join(pythonPrograms(env), 'installed'))
    ? undefined
    : 'no Python environment (test/peers/python/install.sh makes it, with Python 3.11)';

/** Returns the path of the program that compares OpenAPI documents, whether or not it is installed. */
export const oasdiffProgram = (env: NodeJS.ProcessEnv): string => env['OASDIFF'] ?? pathOf('oasdiff', env);

/** Returns why this machine can't compare OpenAPI documents; `undefined` if it can. */
export const whyNoOasdiff = (env: NodeJS.ProcessEnv): string | undefined =>
  existsSync(oasdiffProgram(env))
    ? undefined
    : 'no oasdiff (test/peers/oasdiff/install.sh builds it, with Go)';

/**
 * Returns the folder of the generators that test/peers/generators/install.sh installs, whether or not they are
 * installed.
 */
export const generatorsFolder = (env: NodeJS.ProcessEnv): string => pathOf('generators', env);

/** Returns why this machine doesn't have the generators; `undefined` if it does. */
export const whyNoGenerators = (env: NodeJS.ProcessEnv): string | undefined =>
  existsSync(generatorsFolder(env))
    ? undefined
    : 'no generators of clients (test/peers/generators/install.sh installs them, with npm and Go)';

/** Returns the oldest Node that the README allows, if npm has it for this system. */
export function oldestNode(env: NodeJS.ProcessEnv): string | undefined {
  const name = `node-${process.platform}-${process.arch}`;
  const program = join(generatorsFolder(env), 'node_modules', name, 'bin/node');
  return existsSync(program) ? program : undefined;
}
