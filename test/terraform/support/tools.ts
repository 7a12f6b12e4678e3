import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// Node itself runs this file, for scripts/test.mjs. It must contain only types that Node can strip, and import no other
// module of this repository.

/** The program that evaluates the modules, and those that check them. */
export interface Tools {
  /** `tofu` or `terraform`. */
  readonly program: string;
  /** The CLI configuration that selects the substitute of the AWS provider; `undefined` for the real provider. */
  readonly providerConfig: string | undefined;
  readonly checkov: string;
}

const INSTALL = join(import.meta.dirname, '../../peers/opentofu/install.sh');

/**
 * Returns the tools. `TOFU` names another program than the OpenTofu of the cache. `TERRAFORM_PROVIDER=registry` uses
 * the real provider. Tests that need an account don't run with the real provider.
 */
export function findTools(env: NodeJS.ProcessEnv): Tools | { readonly whyNot: string } {
  const [tofu, mirror, checkov] = execFileSync('bash', [INSTALL, '--print'], { env, encoding: 'utf8' })
    .trim()
    .split('\n') as [string, string, string];
  const isReal = env['TERRAFORM_PROVIDER'] === 'registry';
  const program = env['TOFU'] ?? tofu;
  const missing = [
    ...(env['TOFU'] === undefined && !existsSync(tofu) ? ['OpenTofu'] : []),
    ...(!isReal && !existsSync(mirror) ? ['substitute of the AWS provider'] : []),
    ...(existsSync(checkov) ? [] : ['checkov']),
  ];
  if (missing.length > 0)
    return { whyNot: `no ${missing.join(', no ')} (test/peers/opentofu/install.sh installs them)` };
  return { program, providerConfig: isReal ? undefined : mirror, checkov };
}
