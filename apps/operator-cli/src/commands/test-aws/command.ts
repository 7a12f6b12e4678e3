import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { CliContext, Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { runJourney, type Cloud, type JourneyReport } from './journey.js';
import { readOptions, type JourneyOptions } from './options.js';

const HELP = `Tests the service on two AWS accounts of your own: creates the service in account A and a tenant in account B, uploads and
downloads an object by signed URLs, checks refusals and revocation, and destroys everything again, also after a failure. All
resources have the run's id. It shows the expected cost and asks before it begins. docs/test-on-aws.md says what the accounts
need.

  --accounts A,B   the service's account and the tenant's; the profiles' credentials must be of these accounts
  --profiles A,B   profiles of the AWS configuration for them
  --region REGION  the Region of function and bucket; default: eu-west-1
  --target TARGET  lambda (default), which makes a function; or eks, which makes a namespace in a cluster of A
  --cluster NAME   eks: the name of the cluster, and of its profile in deploy/kustomize/clusters
  --context NAME   eks: the context of kubectl; default: the current one
  --destroy ID     only destroy what an earlier run left
  --yes            begin without asking

Set TERRAFORM to use another program than terraform, such as tofu.
`;

export const testAws: Command = {
  name: 'test:aws',
  summary: 'tests the service on two AWS accounts of your own, and removes everything again',
  usage: '--accounts A,B --profiles A,B [OPTION]…',
  help: HELP,
  example: '--accounts 111111111111,222222222222 --profiles account-a,account-b',
  run: runTestAws,
};

const newRunId = (): string =>
  `tp-${BigInt(`0x${randomBytes(8).toString('hex')}`)
    .toString(36)
    .padStart(8, '0')
    .slice(-8)}`;

async function runTestAws(args: readonly string[], context: CliContext): Promise<ExitCode> {
  const { stdin, out, err } = context;
  const options = readOptions(args, newRunId);
  const report = await runJourney(options, await cloudOf(options, context), {
    say: err,
    ask: async (question) => {
      const lines = createInterface({ input: stdin });
      err(`${question} [yes/no] `);
      try {
        for await (const line of lines) return line.trim() === 'yes';
        return false;
      } finally {
        lines.close();
      }
    },
  });
  out(printed(report));
  return report.failure === undefined ? ExitCode.done : ExitCode.refused;
}

/** Imports the modules of the target, including the SDK, only when they are needed. */
async function cloudOf(options: JourneyOptions, context: CliContext): Promise<Cloud> {
  const repository = join(context.layout.root, '../..');
  if (options.cluster === undefined) {
    const { LambdaCloud } = await import('./lambda-cloud.js');
    return new LambdaCloud(options, repository, context.env);
  }
  const { AwsEksAccounts } = await import('./eks-accounts.js');
  const { ClusterSide } = await import('./cluster-side.js');
  const { EksCloud } = await import('./eks-cloud.js');
  const accounts = new AwsEksAccounts(options, repository, context.env);
  const cluster = new ClusterSide(options.runId, options.cluster, accounts.folder, context);
  return new EksCloud(options, accounts, cluster);
}

const list = (items: readonly string[]): string => items.map((each) => `  - ${each}\n`).join('');

/** Formats the report for people. */
export function printed({ runId, applying, shown, notShown, failure, isCleanedUp }: JourneyReport): string {
  return `Run ${runId}
Apply step: ${applying}
Shown:
${list(shown)}Not shown:
${list(notShown)}${failure === undefined ? 'Everything that was tried succeeded.' : `Failed: ${failure}`}
${isCleanedUp ? 'No resource of the run is left.' : 'Some resources of the run may be left.'}
`;
}
