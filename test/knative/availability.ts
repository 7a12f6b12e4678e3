import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../apps/operator-cli/src/kustomize/renderer.ts';

const PEER = join(import.meta.dirname, '../peers/knative');

/** Returns the path at which test/peers/knative/install.sh installs Knative's admission rules. */
export function knativeValidate(env: NodeJS.ProcessEnv): string {
  const source = createHash('sha256');
  for (const name of ['go.mod', 'go.sum', 'fields.go', 'main.go'])
    source.update(readFileSync(join(PEER, name)));
  return join(cacheFolder(env), `knative-validate-${source.digest('hex').slice(0, 12)}`);
}

/** Returns why this machine can't run the lane; `undefined` if it can. */
export function whyNoKnative(env: NodeJS.ProcessEnv): string | undefined {
  if (existsSync(knativeValidate(env))) return undefined;
  return 'no knative-validate (test/peers/knative/install.sh builds it, with Go)';
}
