import { parseArgs } from 'node:util';
import { check, checkClusters, type Verdict } from '../../check/check.js';
import { differences, snapshotText, writeSnapshot } from '../../check/snapshot.js';
import type { CliContext, Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import type { Layout } from '../../kustomize/layout.js';
import { findRenderer } from '../../kustomize/renderer.js';

const HELP = `Checks the overlays in deploy/kustomize/overlays, or the named ones: their files and renderings, and that no two share what
must differ. Also checks that the components of clusters match their profiles (deploy/kustomize/clusters/NAME.yaml), and that
Terraform’s inputs and outputs (infra/terraform/tenants/NAME.tfvars.json, NAME.outputs.json) match the tenant files.

  --live    also compare with AWS, if the SDK finds credentials of the tenant’s account; it only reads
  --update  write the current renderings to deploy/kustomize/rendered, for overlays without other faults

Needs kubectl or kustomize, and no cluster.
`;

export const tenantCheck: Command = {
  name: 'tenant:check',
  summary: 'checks overlays, tenant files and Terraform against each other',
  usage: '[NAME]… [--update] [--live]',
  help: HELP,
  example: 'team-d --update',
  run: runCheck,
};

async function runCheck(args: readonly string[], { layout, env, out, err }: CliContext): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { update: { type: 'boolean', default: false }, live: { type: 'boolean', default: false } },
  });
  const known = layout.overlayNames();
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0 || known.length === 0) {
    err(`There is no overlay ${unknown.join(', ')}. There are: ${known.join(', ') || 'none'}.\n`);
    return ExitCode.unusable;
  }
  const renderer = findRenderer(env);
  if ('whyNot' in renderer) {
    err(`Nothing can render the overlays: ${renderer.whyNot}.\n`);
    return ExitCode.unusable;
  }
  const names = positionals.length > 0 ? positionals : known;
  // The AWS SDK is loaded only if it is needed.
  const live = values.live ? await (await import('../../live/live.js')).askForAll(layout, names) : undefined;
  const verdicts = check(layout, renderer, names, live?.factSources);
  for (const note of live?.notes ?? []) err(`${note}\n`);
  const ofClusters = checkClusters(layout).filter(({ faults }) => faults.length > 0);
  // A rendering is compared with the kept one only if all clusters are without faults.
  const reports = [...ofClusters, ...verdicts].map((verdict) =>
    report(verdict, layout, values.update, ofClusters.length === 0),
  );
  for (const { lines } of reports) out(lines.map((line) => `${line}\n`).join(''));
  const faults = reports.reduce((sum, { count }) => sum + count, 0);
  const what = verdicts.length === 1 ? '1 overlay' : `${verdicts.length} overlays`;
  out(
    `\n${what}, rendered by ${renderer.name}: ${faults === 0 ? 'no faults' : faults === 1 ? '1 fault' : `${faults} faults`}\n`,
  );
  return faults === 0 ? ExitCode.done : ExitCode.refused;
}

/**
 * Reports the faults of one overlay or cluster. A changed rendering counts only without other faults, which would be
 * the reason for the change.
 */
function report({ overlay, faults, rendering }: Verdict, layout: Layout, update: boolean, compare: boolean) {
  const lines = faults.map(
    ({ file, line, message }) => `${layout.show(file)}${line === undefined ? '' : `:${line}`}: ${message}`,
  );
  if (faults.length > 0 || !rendering || !compare) return { lines, count: faults.length };
  const path = layout.snapshot(overlay);
  if (update) {
    const changed = writeSnapshot(path, snapshotText(overlay, rendering));
    return { lines: [`${overlay}: ${changed ? `wrote ${layout.show(path)}` : 'unchanged'}`], count: 0 };
  }
  const { missing, changes } = differences(path, rendering);
  if (!missing && changes.length === 0) return { lines: [`${overlay}: no faults`], count: 0 };
  const fix = `npm run tenant:check -- ${overlay} --update writes it for review`;
  const what = missing
    ? 'the rendering is missing'
    : `the overlay’s rendering has changed: ${changes.join(', ')}`;
  return { lines: [`${layout.show(path)}: ${what}; ${fix}`], count: 1 };
}
