import { parseArgs } from 'node:util';
import { UsageError } from '../../command.js';

/** The options of one run. */
export interface JourneyOptions {
  /** The function's account, and the tenant's account. */
  readonly accounts: readonly [string, string];
  /** The profiles of the AWS configuration for the two accounts. */
  readonly profiles: readonly [string, string];
  readonly region: string;
  /** The EKS cluster on which the service runs; if left out, the service runs as a Lambda function. */
  readonly cluster?: ClusterOption;
  /** The id of the run, which is in the name and the tags of each resource that the run makes. */
  readonly runId: string;
  /** Whether the run only destroys what an earlier run left. */
  readonly destroyOnly: boolean;
  /** Whether the question before the first change is already answered. */
  readonly isConfirmed: boolean;
}

export interface ClusterOption {
  /** The name of the cluster in EKS, and of its profile in `deploy/kustomize/clusters`. */
  readonly name: string;
  /** The context of kubectl; default: the current one. */
  readonly context?: string;
}

/**
 * Reads the options.
 *
 * @param newRunId makes an id for a new run
 * @throws UsageError
 */
export function readOptions(args: readonly string[], newRunId: () => string): JourneyOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      accounts: { type: 'string' },
      profiles: { type: 'string' },
      region: { type: 'string', default: 'eu-west-1' },
      target: { type: 'string', default: 'lambda' },
      cluster: { type: 'string' },
      context: { type: 'string' },
      destroy: { type: 'string' },
      yes: { type: 'boolean', default: false },
    },
  });
  const accounts = pair(
    values.accounts,
    /^\d{12}$/,
    '--accounts is missing or invalid. Give two account ids of twelve digits, as --accounts A,B.',
  );
  const profiles = pair(
    values.profiles,
    /^[\w.@-]+$/,
    '--profiles is missing or invalid. Give two profiles of the AWS configuration, as --profiles A,B.',
  );
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(values.region))
    throw new UsageError(`--region is ${values.region}. Give a Region, such as eu-west-1.`);
  if (values.destroy !== undefined && !RUN_ID.test(values.destroy))
    throw new UsageError(`--destroy is ${values.destroy}. Give the id of a run, such as tp-k3v9x2ab.`);
  const cluster = clusterOf(values);
  return {
    accounts,
    profiles,
    region: values.region,
    ...(cluster && { cluster }),
    runId: values.destroy ?? newRunId(),
    destroyOnly: values.destroy !== undefined,
    isConfirmed: values.yes,
  };
}

/** Returns the command that destroys what a run left. */
export function destroyCommand({ accounts, profiles, region, cluster, runId }: JourneyOptions): string {
  const options = [
    `--accounts ${accounts.join(',')} --profiles ${profiles.join(',')} --region ${region}`,
    cluster && `--target eks --cluster ${cluster.name}`,
    cluster?.context !== undefined && `--context '${cluster.context}'`,
    `--destroy ${runId}`,
  ];
  return `npm run test:aws -- ${options.filter(Boolean).join(' ')}`;
}

function clusterOf({
  target,
  cluster,
  context,
}: {
  readonly target: string;
  readonly cluster?: string | undefined;
  readonly context?: string | undefined;
}): ClusterOption | undefined {
  if (target !== 'lambda' && target !== 'eks')
    throw new UsageError(`--target is ${target}. Give lambda or eks.`);
  if (target === 'lambda') {
    if (cluster !== undefined || context !== undefined)
      throw new UsageError('--cluster and --context need --target eks. Add it, or leave them out.');
    return undefined;
  }
  if (cluster === undefined || !CLUSTER_NAME.test(cluster))
    throw new UsageError(
      '--cluster is missing or invalid. Give the name of the EKS cluster, which has a profile in deploy/kustomize/clusters.',
    );
  return { name: cluster, ...(context !== undefined && { context }) };
}

const CLUSTER_NAME = /^[A-Za-z0-9][\w-]{0,99}$/; // EKS API Reference, CreateCluster, parameter `name`
const RUN_ID = /^tp-[a-z0-9]{8}$/;

function pair(text: string | undefined, pattern: RegExp, wanted: string): readonly [string, string] {
  const [one, other, ...more] = (text ?? '').split(',');
  if (
    one === undefined ||
    other === undefined ||
    more.length > 0 ||
    ![one, other].every((each) => pattern.test(each))
  )
    throw new UsageError(`Give ${wanted}.`);
  return [one, other];
}
