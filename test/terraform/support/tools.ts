import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// Node itself runs this file, for scripts/test.mjs: types only that can be stripped, and no other import of ours.

/** What evaluates the modules, and what checks them. */
export interface Tools {
  /** `tofu` or `terraform`. */
  readonly program: string;
  /** Its CLI configuration, which leads to the substitute of the AWS provider; `undefined` for the real one. */
  readonly providerConfig: string | undefined;
  readonly checkov: string;
}

const INSTALL = join(import.meta.dirname, '../../peers/opentofu/install.sh');

/**
 * `TOFU` names another program than OpenTofu in the cache; `TERRAFORM_PROVIDER=registry` takes the real provider, with
 * which what needs an account is left out.
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
