import { resolve } from 'node:path';
import type { CliContext, Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { readOptions, type RevokeOptions } from './options.js';
import { LONGEST_SESSION, POLICY_NAME, denyIssuedBefore, iso, secondAfter } from './revocation.js';
import { roleOfTenant, type Role } from './role-of-tenant.js';

const HELP = `Revokes every session of the tenant's role, and with them every URL that is still valid: denies everything to sessions
issued before now, by the policy that IAM's console calls ${POLICY_NAME}. Prints the policy; with --apply adds it
to the role. The API then obtains a new session by itself and continues to sign (docs/runbooks/revoke.md).

  --tenant ID          the id of the tenant in the overlays in deploy/kustomize
  --tenants-file FILE  a tenant file that has the tenant, instead of the overlays
  --source             revoke the sessions of the source role in the cluster's account, with which a chain begins, instead
                       of those of the tenant's role
  --before TIME        deny sessions issued before TIME, such as 2026-11-24T12:00:00Z; default: now, by IAM's clock
  --lift               remove the policy, once every denied session has expired (12 h later)
  --early              with --lift: remove it sooner, although revoked URLs may work again
  --apply              change the role, with the credentials that the AWS SDK finds, which must be of the role's account
`;

export const tenantRevoke: Command = {
  name: 'tenant:revoke',
  summary: 'revokes every session of a tenant’s role, and with them every valid URL',
  usage: '--tenant ID [OPTION]…',
  help: HELP,
  example: '--tenant team-a --apply',
  run: runRevoke,
};

async function runRevoke(args: readonly string[], { layout, cwd, out, err }: CliContext): Promise<ExitCode> {
  const options = readOptions(args);
  const tenantsFile = options.tenantsFile === undefined ? undefined : resolve(cwd, options.tenantsFile);
  try {
    const role = roleOfTenant({ ...options, tenantsFile }, layout);
    out(options.apply ? await applied(options, role) : printed(options, role));
    return ExitCode.done;
  } catch (error) {
    const { name, message } = error as Error;
    err(`Nothing was changed: ${name === 'Error' ? '' : `${name}: `}${message}\n`);
    return ExitCode.refused;
  }
}

function printed(
  { before = secondAfter(Date.now()), lift }: RevokeOptions,
  { tenant, arn, name, account }: Role,
): string {
  const policy = `--role-name ${name} --policy-name ${POLICY_NAME}`;
  if (lift)
    return `${tenant}: ${arn}, with credentials of account ${account}:\n\naws iam delete-role-policy ${policy}\n`;
  const document = denyIssuedBefore(before);
  return `${tenant}: ${arn}, with credentials of account ${account}:

aws iam put-role-policy ${policy} \\
  --policy-document '${document}'

This denies sessions issued before ${iso(before)}, and every URL that they signed. Run it, or add --apply.
`;
}

/**
 * Applies or lifts the revocation, and returns a report of it.
 *
 * @throws Error with the reason why nothing was changed; errors of IAM
 */
async function applied(options: RevokeOptions, role: Role): Promise<string> {
  const { IamRole } = await import('./iam-role.js'); // the SDK is loaded only if it is needed
  using iam = new IamRole(role);
  const { now, revokedBefore } = await iam.find();
  if (options.lift) {
    if (revokedBefore === undefined) return `${role.tenant}: ${role.arn} has no policy ${POLICY_NAME}.\n`;
    const harmless = revokedBefore + LONGEST_SESSION;
    if (now < harmless && !options.early) {
      throw new Error(
        `sessions from before ${iso(revokedBefore)} may be valid until ${iso(harmless)} and would work again; wait, or add --early`,
      );
    }
    await iam.lift();
    return `${role.tenant}: ${role.arn} no longer has policy ${POLICY_NAME}.\n`;
  }
  const before = options.before ?? secondAfter(now);
  if (revokedBefore !== undefined && revokedBefore >= before)
    return `${role.tenant}: sessions of ${role.arn} from before ${iso(revokedBefore)} are denied already.\n`;
  await iam.revoke(before);
  return `${role.tenant}: sessions of ${role.arn} from before ${iso(before)} are denied, and what they signed.
The API obtains a new session by itself. After ${iso(before + LONGEST_SESSION)} every denied session has expired, and you can remove the policy:
  npm run tenant:revoke -- --tenant ${role.tenant}${options.source ? ' --source' : ''} --lift --apply
`;
}
