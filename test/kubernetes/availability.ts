import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

// Node itself runs this file, for scripts/test.mjs. It must contain only types that Node can strip, and import no other
// module of this repository.

const UP = join(import.meta.dirname, '../peers/kubernetes/up.sh');

/** Returns in one line why tests have no cluster and can't start one; `undefined` if they can have one. */
export async function whyNoCluster(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (env['TEST_KUBE_CONTEXT']) return undefined;
  return promisify(execFile)(UP, ['--check']).then(
    () => undefined,
    ({ stderr, message }: Error & { stderr?: string }) => stderr?.trim() || message,
  );
}
