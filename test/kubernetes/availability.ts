import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

// Node itself runs this file, for scripts/test.mjs: types only that can be stripped, and no other import of ours.

const UP = join(import.meta.dirname, '../peers/kubernetes/up.sh');

/** Why there is no cluster for tests and none can be brought up, in one line; `undefined` where there can be one. */
export async function whyNoCluster(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (env['TEST_KUBE_CONTEXT']) return undefined;
  return promisify(execFile)(UP, ['--check']).then(
    () => undefined,
    ({ stderr, message }: Error & { stderr?: string }) => stderr?.trim() || message,
  );
}
