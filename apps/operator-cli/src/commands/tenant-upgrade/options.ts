import { parseArgs } from 'node:util';
import { UsageError } from '../../command.js';
import { unpinned } from '../../kustomize/image.js';
import type { Change } from './plan.js';

/** The options of the command line. */
export interface UpgradeOptions {
  readonly cluster: string;
  /** The change; `undefined` leaves the files as they are. */
  readonly change: Change | undefined;
  readonly apply: boolean;
  readonly context: string | undefined;
  /** The time for each rollout, in seconds. */
  readonly timeout: number;
}

const TIMEOUT = '300';

/** Reads the options. @throws UsageError, or what `parseArgs` throws */
export function readOptions(args: readonly string[]): UpgradeOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      back: { type: 'boolean', default: false },
      canary: { type: 'string' },
      apply: { type: 'boolean', default: false },
      context: { type: 'string' },
      timeout: { type: 'string', default: TIMEOUT },
    },
  });
  const [cluster, ...others] = positionals;
  if (cluster === undefined || others.length > 0) throw new UsageError('Name one cluster.');
  const { to, back, canary, apply, context, timeout } = values;
  if (to !== undefined && back) throw new UsageError('--to and --back exclude each other; give one of them');
  if (to === undefined && !back && canary !== undefined)
    throw new UsageError('--canary goes with --to or with --back');
  if (to === undefined && !back && !apply)
    throw new UsageError('Say what to do: --to VERSION@sha256:…, --back, or --apply for what the files say');
  const wrong = to === undefined ? undefined : wrongVersion(to);
  if (wrong !== undefined) throw new UsageError(`--to ${to!} ${wrong}`);
  if (!/^[1-9]\d{0,4}$/.test(timeout))
    throw new UsageError(`--timeout is ${timeout}; it must be a number of seconds`);
  return {
    cluster,
    change: to === undefined && !back ? undefined : { to, canary },
    apply,
    context,
    timeout: Number(timeout),
  };
}

function wrongVersion(version: string): string | undefined {
  if (!version.includes('@'))
    return 'has no digest, and a tag alone may move; write VERSION@sha256: and 64 hexadecimal digits';
  return unpinned(`name:${version}`);
}
