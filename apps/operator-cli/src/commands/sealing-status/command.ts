import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DNS_LABEL } from '#validation';
import { UsageError, type CliContext, type Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { Kubectl, NoKubectl } from '../../live/kubectl.js';
import { keysOfPods, keysOfSecret, SECRET } from './ask-cluster.js';
import { behind, report } from './key-sets.js';

const HELP = `Shows which sealing keys the Secret tenant-presign-sealing of a namespace has, and which of its pods have them: kubelet takes
up to two minutes to bring a changed Secret into all pods. Prints the kids of keys, never the keys. Needs the right to read
the Secret and to exec into the pods.

  NAMESPACE        the namespace of the tenant
  --wait SECONDS   wait at most so long until every pod has the Secret's keys; default: check once
  --context NAME   the context of kubectl; default: the current one
`;

export const sealingStatus: Command = {
  name: 'sealing:status',
  summary: 'shows which sealing keys each pod has, and waits for a rotation',
  usage: 'NAMESPACE [OPTION]…',
  help: HELP,
  example: 'team-a --wait 180',
  run: runStatus,
};

/** The time between two queries, in milliseconds. */
const PAUSE = 2_000;
/** The interval in which a process reads its key file again, in milliseconds. */
const REREAD = 1_000;

async function runStatus(args: readonly string[], { env, out, err }: CliContext): Promise<ExitCode> {
  const { namespace, wait, context } = readOptions(args);
  const kubectl = new Kubectl(env, context);
  const until = performance.now() + wait * 1000;
  try {
    for (;;) {
      const secret = await keysOfSecret(kubectl, namespace);
      if (secret === undefined) {
        err(`${namespace} has no Secret ${SECRET} with keys.json, or kubectl may not read it.\n`);
        return ExitCode.refused;
      }
      const pods = await keysOfPods(kubectl, namespace);
      const isDone = behind(secret, pods).length === 0;
      if (isDone || performance.now() >= until) {
        if (isDone && wait > 0) await sleep(REREAD);
        out(report(secret, pods));
        return isDone ? ExitCode.done : ExitCode.refused;
      }
      await sleep(PAUSE);
    }
  } catch (error) {
    if (!(error instanceof NoKubectl || error instanceof SyntaxError)) throw error;
    err(
      error instanceof NoKubectl
        ? `${error.message}\n`
        : `Secret ${SECRET} of ${namespace} isn’t a JWK Set.\n`,
    );
    return error instanceof NoKubectl ? ExitCode.unusable : ExitCode.refused;
  }
}

function readOptions(args: readonly string[]) {
  const options = { wait: { type: 'string', default: '0' }, context: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [namespace = '', ...others] = positionals;
  if (!DNS_LABEL.test(namespace) || others.length > 0) throw new UsageError('Name one namespace.');
  if (!/^\d{1,5}$/.test(values.wait))
    throw new UsageError(`--wait is ${values.wait}; it must be a number of seconds`);
  return { namespace, wait: Number(values.wait), context: values.context };
}
