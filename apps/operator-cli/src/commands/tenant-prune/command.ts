import { parseArgs } from 'node:util';
import { DNS_LABEL } from '#validation';
import { UsageError, type CliContext, type Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { get, list } from '../../kustomize/data.js';
import { Kubectl, NoKubectl } from '../../live/kubectl.js';
import { unusedConfigMaps } from './unused.js';

const HELP = `Deletes earlier ConfigMaps of the tenant file that no pod and no ReplicaSet uses. Each changed tenant file is a new
ConfigMap; GitOps must not prune the old ones, because an old pod could not be started again, and rollout undo would have
nothing to return to.

  NAMESPACE        the namespace of the tenant
  --context NAME   the context of kubectl; default: the current one
  --apply          delete the ConfigMaps; without it they are only listed
`;

export const tenantPrune: Command = {
  name: 'tenant:prune',
  summary: 'deletes the unused ConfigMaps of a tenant',
  usage: 'NAMESPACE [OPTION]…',
  help: HELP,
  example: 'team-a --apply',
  run: runPrune,
};

/**
 * The kinds that may use a ConfigMap. Revisions count too, since one that is scaled to zero has no pod. Knative's kinds
 * exist only in clusters with Knative.
 */
const USERS = ['deployments.apps', 'replicasets.apps', 'pods'];
const OF_KNATIVE = ['services.serving.knative.dev', 'revisions.serving.knative.dev'];

async function runPrune(args: readonly string[], { env, out, err }: CliContext): Promise<ExitCode> {
  const options = { context: { type: 'string' }, apply: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [namespace = '', ...others] = positionals;
  if (!DNS_LABEL.test(namespace) || others.length > 0) throw new UsageError('Name one namespace.');
  const kubectl = new Kubectl(env, values.context);
  try {
    const items = async (kind: string) => {
      const {
        code,
        out: json,
        err: why,
      } = await kubectl.call(['--namespace', namespace, 'get', kind, '--output', 'json']);
      if (code !== 0) throw new Refused(`${kind} of ${namespace} can’t be read: ${why}`);
      return list(get(JSON.parse(json), 'items'));
    };
    // ConfigMaps are read first, so that the list has none that was made after the users were read.
    const configMaps = await items('configmaps');
    const { out: kinds } = await kubectl.call([
      'api-resources',
      '--api-group',
      'serving.knative.dev',
      '--output',
      'name',
    ]);
    const knative = OF_KNATIVE.filter((kind) => kinds.split('\n').includes(kind));
    const users = (await Promise.all([...USERS, ...knative].map(items))).flat();
    const unused = unusedConfigMaps(configMaps, users);
    if (unused.length === 0) {
      out(`Nothing to delete in ${namespace}.\n`);
      return ExitCode.done;
    }
    if (values.apply !== true) {
      out(`Unused in ${namespace}; --apply deletes them:\n${unused.map((name) => `  ${name}\n`).join('')}`);
      return ExitCode.done;
    }
    const gone = await kubectl.call(['--namespace', namespace, 'delete', 'configmap', ...unused]);
    if (gone.code !== 0) throw new Refused(gone.err);
    out(`Deleted in ${namespace}: ${unused.join(', ')}.\n`);
    return ExitCode.done;
  } catch (error) {
    if (!(error instanceof Refused) && !(error instanceof NoKubectl)) throw error;
    err(`${error.message}\n`);
    return error instanceof NoKubectl ? ExitCode.unusable : ExitCode.refused;
  }
}

/** The error of a call that the cluster refused. */
class Refused extends Error {}
