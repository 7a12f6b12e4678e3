import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where test/peers/knative/install.sh puts Knative's admission rules. */
export function knativeValidate(env: NodeJS.ProcessEnv): string {
  const module = readFileSync(join(import.meta.dirname, '../peers/knative/go.mod'), 'utf8');
  const [, version] = /knative\.dev\/serving (\S+)/.exec(module) ?? [];
  const cache =
    env['TENANT_PRESIGN_CACHE'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tenant-presign');
  return join(cache, `knative-validate-${version}`);
}

/** Why the lane can't run; `undefined` where it can. */
export function whyNoKnative(env: NodeJS.ProcessEnv): string | undefined {
  if (existsSync(knativeValidate(env))) return undefined;
  return 'no knative-validate (test/peers/knative/install.sh builds it, with Go)';
}
