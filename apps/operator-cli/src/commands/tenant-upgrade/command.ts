import { writeFileSync } from 'node:fs';
import { readCluster, writeCluster, type Cluster } from '../../cluster/clusters.js';
import type { ClusterProfile } from '../../cluster/profile.js';
import type { CliContext, Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import type { Layout } from '../../kustomize/layout.js';
import { Overlay } from '../../kustomize/overlay.js';
import { Kubectl, NoKubectl } from '../../live/kubectl.js';
import { readOptions, type UpgradeOptions } from './options.js';
import { plan, Unplannable, type Plan } from './plan.js';
import { issuerOf, rollOut } from './roll-out.js';

const HELP = `Changes the version that a cluster runs. Writes it to the profile deploy/kustomize/clusters/CLUSTER.yaml (image, and
previousImage for the way back) and to the cluster's components. With --canary it changes only one overlay.

  --to VERSION@sha256:DIGEST  the new version; the profile names the repository
  --back                      go back to the previous version: previousImage, or with --canary the cluster's version
  --canary OVERLAY            change only this overlay, before the others
  --apply                     then apply the changed overlays one by one, canaries first. Each waits until the one before
                              is ready. Without the other options: apply the files as they are. Tenants without a
                              namespace are left out
  --timeout SECONDS           the longest time for each rollout (300)
  --context NAME              the context of kubectl; default: the current one. Its cluster must have the profile's issuer

  npm run tenant:upgrade -- blue --to 0.3.0@sha256:… --canary team-a --apply   # one tenant first
  npm run tenant:upgrade -- blue --to 0.3.0@sha256:… --apply                   # then all tenants
  npm run tenant:upgrade -- blue --back --apply                                # back to the previous version

With GitOps leave --apply out and commit the written files. Then run npm run tenant:check -- --update to write the renderings.
`;

export const tenantUpgrade: Command = {
  name: 'tenant:upgrade',
  summary: 'changes the version that a cluster runs, one tenant first',
  usage: 'CLUSTER [OPTION]…',
  help: HELP,
  example: 'blue --to 0.3.0@sha256:… --canary team-a',
  run: runUpgrade,
};

type Valid = Cluster & { readonly profile: ClusterProfile };

async function runUpgrade(args: readonly string[], context: CliContext): Promise<ExitCode> {
  const options = readOptions(args);
  const { layout, env, err } = context;
  if (!layout.clusterNames().includes(options.cluster)) {
    err(
      `There is no cluster ${options.cluster}. There are: ${layout.clusterNames().join(', ') || 'none'}.\n`,
    );
    return ExitCode.unusable;
  }
  const cluster = readCluster(layout, options.cluster);
  if (!isValid(cluster)) {
    err(`${cluster.file} has errors. npm run cluster:render -- ${cluster.name} lists them.\n`);
    return ExitCode.refused;
  }
  const kubectl = new Kubectl(env, options.context);
  try {
    if (options.apply) await refuseOtherCluster(kubectl, cluster);
    const overlays = overlaysOf(layout, cluster.name);
    const made = options.change && plan(cluster, overlays, options.change);
    if (made) write(made, cluster.name, context);
    return options.apply ? await apply(made?.overlays ?? overlays, kubectl, options, context) : ExitCode.done;
  } catch (error) {
    if (!(error instanceof Unplannable || error instanceof NoKubectl)) throw error;
    err(`${error.message}\n`);
    return error instanceof NoKubectl ? ExitCode.unusable : ExitCode.refused;
  }
}

const isValid = (cluster: Cluster): cluster is Valid => cluster.profile !== undefined;

/** Checks that kubectl's context leads to the cluster of the profile. @throws Unplannable */
async function refuseOtherCluster(kubectl: Kubectl, { file, profile }: Valid): Promise<void> {
  const issuer = await issuerOf(kubectl);
  if (issuer !== profile.issuer)
    throw new Unplannable(
      `The issuer of kubectl’s cluster is ${issuer ?? 'unknown'}, and ${file} has ${profile.issuer}. Choose another context: --context NAME.`,
    );
}

/** Returns the overlays of a cluster's tenants, by name. @throws Error if an overlay can't be read */
const overlaysOf = (layout: Layout, cluster: string): Overlay[] =>
  layout
    .overlayNames()
    .map((name) => new Overlay(name, layout.overlay(name), layout))
    .filter((overlay) => overlay.cluster === cluster && !overlay.isPlatform);

function write(made: Plan, name: string, { layout, out }: CliContext): void {
  for (const [path, text] of made.files) {
    writeFileSync(path, text);
    out(`Wrote ${layout.show(path)}.\n`);
  }
  const { profile } = readCluster(layout, name);
  if (made.rendersCluster && writeCluster(layout, profile!))
    out(`Wrote ${layout.show(layout.cluster(name))}.\n`);
  out(`${made.overlays.map((overlay) => overlay.name).join(', ')}: from ${made.before} to ${made.image}.\n`);
  for (const { overlay, image } of made.others) out(`${overlay} keeps its own image, ${image}.\n`);
  out('Next: npm run tenant:check -- --update, and commit what was written.\n');
}

async function apply(
  overlays: readonly Overlay[],
  kubectl: Kubectl,
  { cluster, timeout, change }: UpgradeOptions,
  { out, err }: CliContext,
): Promise<ExitCode> {
  const left = new Set(overlays.map(({ name }) => name));
  for await (const { overlay, outcome, reason } of rollOut(kubectl, overlays, timeout)) {
    left.delete(overlay);
    if (outcome !== 'failed') {
      out(
        `${overlay}: ${outcome === 'ready' ? 'ready' : 'left out, because its namespace does not exist'}.\n`,
      );
      continue;
    }
    const canary = change?.canary === undefined ? '' : ` --canary ${change.canary}`;
    err(`${overlay} failed, and its old pods still run: ${reason}\n`);
    if (left.size > 0) err(`Not applied: ${[...left].join(', ')}.\n`);
    err(`To continue after a fix: npm run tenant:upgrade -- ${cluster} --apply\n`);
    if (change?.to !== undefined)
      err(`To go back: npm run tenant:upgrade -- ${cluster} --back${canary} --apply\n`);
    return ExitCode.refused;
  }
  return ExitCode.done;
}
