import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// Node itself runs this file, for scripts/test.mjs. It must contain only types that Node can strip, and import no other
// module of this repository.

const INSTALL = join(import.meta.dirname, '../peers/compose/install.sh');

/**
 * Returns the command that runs Docker Compose: Docker's plugin, or the program that the peer builds if there is no
 * plugin.
 */
export const composeCommand = (): readonly [string, ...string[]] =>
  spawnSync('docker', ['compose', 'version']).status === 0
    ? ['docker', 'compose']
    : [execFileSync('bash', [INSTALL, '--print'], { encoding: 'utf8' }).trim()];

/** Returns why this machine can't run Docker Compose, or `undefined` if it can. */
export function whyNoCompose(): string | undefined {
  const [program] = composeCommand();
  return program === 'docker' || existsSync(program)
    ? undefined
    : 'no Docker Compose (test/peers/compose/install.sh builds it, with Go)';
}
