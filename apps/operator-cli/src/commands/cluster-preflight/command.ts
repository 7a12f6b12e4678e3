import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readCluster } from '../../cluster/clusters.js';
import { UsageError, type CliContext, type Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { asText, failed, type Finding } from './finding.js';
import { inventoryFindings } from './inventory-findings.js';
import { takeInventory } from './inventory.js';
import { Kubectl, NoKubectl } from '../../live/kubectl.js';
import { needsOf } from './needs.js';
import { namespace as namespaceObject } from './objects.js';
import { runProbes } from './probes.js';

const HELP = `Checks a cluster before its first tenant: versions, custom resources, webhook, agent, metrics-server; and, from pods of our
image in a namespace of its own: whether NetworkPolicies are enforced, DNS, the issuer, STS, the API server, the node's
metadata service. It uses kubectl alone, and takes a minute or two. The namespace is deleted at the end, also after Ctrl-C.

  CLUSTER          the profile deploy/kustomize/clusters/CLUSTER.yaml; its overlays say what the cluster must have
  --context NAME   the context of kubectl; default: the current one
  --image IMAGE    the image that probes run; default: the profile's
  --sts URL        the URL of STS; default: https://sts.REGION.amazonaws.com/
  --ca FILE        PEM: certificates that probes trust in addition to the public ones
  --no-probes      make nothing in the cluster, and skip the checks that need pods
  --json           print JSON: { cluster, context, findings: [{ check, status, detail, fix }] }
`;

export const clusterPreflight: Command = {
  name: 'cluster:preflight',
  summary: 'checks whether a cluster has what tenants need',
  usage: 'CLUSTER [OPTION]…',
  help: HELP,
  example: 'blue',
  run: runPreflight,
};

const OPTIONS = {
  context: { type: 'string' },
  image: { type: 'string' },
  sts: { type: 'string' },
  ca: { type: 'string' },
  'no-probes': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

async function runPreflight(
  args: readonly string[],
  { layout, env, cwd, out, err }: CliContext,
): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const [name, ...others] = positionals;
  const known = layout.clusterNames().join(', ') || 'none';
  if (name === undefined || others.length > 0) throw new UsageError(`Name one cluster. There are: ${known}.`);
  if (!layout.clusterNames().includes(name))
    throw new UsageError(`There is no cluster ${name}. There are: ${known}.`);
  if (values.sts !== undefined && !values.sts.startsWith('https://'))
    throw new UsageError('--sts must be an https URL.');
  const { profile, file } = readCluster(layout, name);
  if (profile === undefined) {
    err(`${file} has errors. npm run cluster:render lists them.\n`);
    return ExitCode.unusable;
  }
  const kubectl = new Kubectl(env, values.context);
  const needs = needsOf(layout, name);
  const interrupted = new AbortController();
  const stop = () => interrupted.abort(new Error('Interrupted.'));
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    const context = values.context ?? (await kubectl.call(['config', 'current-context'])).out.trim();
    if (context === '') throw new UsageError('kubectl has no current context. Name one with --context.');
    err(`Looking at ${context}, as ${file} and ${needs.overlays.length} overlays describe it.\n`);
    const inventory = await takeInventory(kubectl, { signal: interrupted.signal });
    const findings: Finding[] = [...inventoryFindings(profile, needs, inventory)];
    if (inventory.server !== undefined && values['no-probes'] !== true) {
      const probes = {
        image: values.image ?? profile.image,
        ca: values.ca === undefined ? undefined : readFileSync(resolve(cwd, values.ca), 'utf8'),
        sts: values.sts ?? `https://sts.${profile.region}.amazonaws.com/`,
      };
      findings.push(
        ...(await inNamespace(kubectl, err, interrupted.signal, (namespace) =>
          runProbes(kubectl, profile, needs, { ...probes, namespace }, interrupted.signal),
        )),
      );
    }
    out(
      values.json === true ? `${JSON.stringify({ cluster: name, context, findings })}\n` : asText(findings),
    );
    return findings.some(({ status }) => status === 'failed') ? ExitCode.refused : ExitCode.done;
  } catch (error) {
    const isOurs =
      error instanceof NoKubectl ||
      interrupted.signal.aborted ||
      (error as { code?: unknown }).code === 'ENOENT';
    if (!isOurs) throw error;
    err(`${(error as Error).message}\n`);
    return ExitCode.unusable;
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Makes a namespace, does the work in it, and then deletes the namespace, even if the work fails. */
async function inNamespace(
  kubectl: Kubectl,
  err: (text: string) => void,
  signal: AbortSignal,
  work: (namespace: string) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const name = `tenant-presign-preflight-${randomBytes(3).toString('hex')}`;
  let isRefused = false; // if the call was interrupted, the namespace may exist
  try {
    const made = await kubectl.call(['create', '--filename', '-'], {
      input: JSON.stringify(namespaceObject(name)),
      signal,
    });
    isRefused = made.code !== 0;
    if (isRefused)
      return [
        failed(
          'probes',
          `namespace ${name} can’t be made: ${made.err}`,
          'run this command with the right to create namespaces, or with --no-probes',
        ),
      ];
    return await work(name);
  } finally {
    const deletion = ['delete', 'namespace', name, '--ignore-not-found', '--wait=false'];
    const gone = isRefused ? undefined : await kubectl.call(deletion);
    if (gone !== undefined && gone.code !== 0)
      err(
        `Namespace ${name} could not be deleted: ${gone.err}. Delete it: kubectl delete namespace ${name}\n`,
      );
  }
}
