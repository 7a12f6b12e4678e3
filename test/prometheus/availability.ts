import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../apps/operator-cli/src/kustomize/renderer.ts';

/** Returns the path at which test/peers/prometheus/install.sh installs a program. */
export function prometheusProgram(name: 'prometheus' | 'promtool', env = process.env): string {
  return join(cacheFolder(env), 'prometheus', name);
}

/** Returns why this machine can't run the lane; `undefined` if it can. */
export function whyNoPrometheus(env: NodeJS.ProcessEnv): string | undefined {
  if (existsSync(prometheusProgram('promtool', env))) return undefined;
  return 'no Prometheus (test/peers/prometheus/install.sh extracts it from Debian’s package)';
}
