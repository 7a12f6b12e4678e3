import { resolve } from 'node:path';
import type { CliContext, Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { readOptions, type RevokeOptions } from './options.js';
import { LONGEST_SESSION, POLICY_NAME, denyIssuedBefore, iso, secondAfter } from './revocation.js';
import { roleOfTenant, type Role } from './role-of-tenant.js';

const HELP = `Ends every session of the tenant's role, and with them every live URL: denies all to sessions issued before now, by the
policy that IAM's console calls ${POLICY_NAME}. Prints it; with --apply puts it on the role. The API notices by
itself, takes a new session and signs on (docs/runbooks/revoke.md).

  --tenant ID          the tenant, as the overlays in deploy/kustomize have it
  --tenants-file FILE  a tenant file to find it in instead
  --source             of the role that a chain begins with, in the cluster's account, instead of the tenant's role
  --before TIME        as 2026-11-24T12:00:00Z, instead of now by IAM's clock
  --lift               remove the policy again: 12 h later it denies no session any more
  --early              with --lift: sooner, though what was revoked may come alive again
  --apply              do it, with the credentials that the AWS SDK finds, which must be of the role's account
`;

export const tenantRevoke: Command = {
  name: 'tenant:revoke',
  summary: 'ends every session of a role of a tenant, and with them every live URL',
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

Sessions issued before ${iso(before)} are denied then, and every URL that they signed. --apply does it.
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
        `sessions from before ${iso(revokedBefore)} may live until ${iso(harmless)} and would serve again; wait, or say --early`,
      );
    }
    await iam.lift();
    return `${role.tenant}: ${role.arn} has no policy ${POLICY_NAME} any more.\n`;
  }
  const before = options.before ?? secondAfter(now);
  if (revokedBefore !== undefined && revokedBefore >= before)
    return `${role.tenant}: sessions of ${role.arn} from before ${iso(revokedBefore)} are denied already.\n`;
  await iam.revoke(before);
  return `${role.tenant}: sessions of ${role.arn} from before ${iso(before)} are denied, and what they signed.
The API takes a new session by itself. After ${iso(before + LONGEST_SESSION)} the policy denies no session any more:
  npm run tenant:revoke -- --tenant ${role.tenant}${options.source ? ' --source' : ''} --lift --apply
`;
}
