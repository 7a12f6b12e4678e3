import { parseArgs } from 'node:util';
import { readCluster, writeCluster } from '../../cluster/clusters.js';
import { UsageError, type CliContext, type Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';

const HELP = `Writes deploy/kustomize/clusters/NAME/ from the profile deploy/kustomize/clusters/NAME.yaml: the Kustomize components
that overlays list, with the cluster's network policies and image. Commit both: kubectl apply -k needs no Node.
`;

export const clusterRender: Command = {
  name: 'cluster:render',
  summary: 'writes the components of a cluster from its profile',
  usage: 'NAME…',
  help: HELP,
  example: 'blue',
  run: runRender,
};

function runRender(args: readonly string[], { layout, out, err }: CliContext): ExitCode {
  const { positionals: names } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
  const known = layout.clusterNames();
  if (names.length === 0)
    throw new UsageError(`No cluster is named. There are: ${known.join(', ') || 'none'}.`);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const path = layout.show(layout.profile(unknown[0]!));
    err(
      `There is no cluster ${unknown.join(', ')}. There are: ${known.join(', ') || 'none'}. Write ${path} first.\n`,
    );
    return ExitCode.unusable;
  }
  const clusters = names.map((name) => readCluster(layout, name));
  const errors = clusters.flatMap(({ file, errors: all }) =>
    all.map(({ line, message }) => `${file}${line === undefined ? '' : `:${line}`}: ${message}\n`),
  );
  if (errors.length > 0) {
    err(`Nothing was written:\n${errors.join('')}`);
    return ExitCode.refused;
  }
  for (const { name, profile } of clusters) {
    const changed = writeCluster(layout, profile!);
    out(`${changed ? 'Wrote' : 'Nothing changes in'} ${layout.show(layout.cluster(name))}.\n`);
  }
  return ExitCode.done;
}
