import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// Node itself runs this file, for scripts/test.mjs. It must contain only types that Node can strip, and import no other
// module of this repository.

/** Returns the path of actionlint, whether or not it is installed. */
export function actionlintProgram(env: NodeJS.ProcessEnv): string {
  const install = join(import.meta.dirname, '../peers/actionlint/install.sh');
  return execFileSync('bash', [install, '--print'], { env, encoding: 'utf8' }).trim();
}

/** Returns why workflows can't be checked on this machine, or `undefined` if they can. */
export const whyNoActionlint = (env: NodeJS.ProcessEnv): string | undefined =>
  existsSync(actionlintProgram(env))
    ? undefined
    : 'no actionlint (test/peers/actionlint/install.sh builds it, with Go)';
