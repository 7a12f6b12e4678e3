import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where test/peers/prometheus/install.sh puts a program. */
export function prometheusProgram(name: 'prometheus' | 'promtool', env = process.env): string {
  const cache =
    env['TENANT_PRESIGN_CACHE'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tenant-presign');
  return join(cache, 'prometheus', name);
}

/** Why the lane can't run; `undefined` where it can. */
export function whyNoPrometheus(env: NodeJS.ProcessEnv): string | undefined {
  if (existsSync(prometheusProgram('promtool', env))) return undefined;
  return 'no Prometheus (test/peers/prometheus/install.sh takes it out of Debian’s package)';
}
