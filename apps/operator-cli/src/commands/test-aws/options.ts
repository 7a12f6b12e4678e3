import { parseArgs } from 'node:util';
import { UsageError } from '../../command.js';

/** What one run is asked for. */
export interface JourneyOptions {
  /** The function's account, and the tenant's. */
  readonly accounts: readonly [string, string];
  /** Profiles of the AWS configuration for them. */
  readonly profiles: readonly [string, string];
  readonly region: string;
  /** Names and tags of everything that the run makes carry it. */
  readonly runId: string;
  /** Whether to destroy what a run left, and do nothing else. */
  readonly destroyOnly: boolean;
  /** Whether the question before the first change is answered already. */
  readonly isConfirmed: boolean;
}

/** @param newRunId makes an id for a new run @throws UsageError */
export function readOptions(args: readonly string[], newRunId: () => string): JourneyOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      accounts: { type: 'string' },
      profiles: { type: 'string' },
      region: { type: 'string', default: 'eu-west-1' },
      destroy: { type: 'string' },
      yes: { type: 'boolean', default: false },
    },
  });
  const accounts = pair(values.accounts, /^\d{12}$/, '--accounts A,B: two account ids of twelve digits');
  const profiles = pair(
    values.profiles,
    /^[\w.@-]+$/,
    '--profiles A,B: two profiles of the AWS configuration',
  );
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(values.region))
    throw new UsageError(`--region is ${values.region}. Give a Region, such as eu-west-1.`);
  if (values.destroy !== undefined && !RUN_ID.test(values.destroy))
    throw new UsageError(`--destroy is ${values.destroy}. Give the id of a run, such as tp-k3v9x2ab.`);
  return {
    accounts,
    profiles,
    region: values.region,
    runId: values.destroy ?? newRunId(),
    destroyOnly: values.destroy !== undefined,
    isConfirmed: values.yes,
  };
}

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
