import { parseArgs } from 'node:util';
import { UsageError, type CliContext, type Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { sharedOverlay } from '../../tenants-dir/shared-overlay.js';
import { writeShards } from '../../tenants-dir/shards.js';

const HELP = `Writes deploy/kustomize/overlays/OVERLAY/tenants/kustomization.yaml, which makes ConfigMaps from the tenant files beside it.
A hash of the tenant's id decides in which of 16 ConfigMaps a file is. Run it after you add or remove a file by hand.
`;

export const tenantShards: Command = {
  name: 'tenant:shards',
  summary: 'writes which ConfigMap holds which tenant file of a shared overlay',
  usage: 'OVERLAY',
  help: HELP,
  example: 'shared',
  run: runShards,
};

function runShards(args: readonly string[], { layout, out, err }: CliContext): ExitCode {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0) throw new UsageError('Name one overlay.');
  const overlay = sharedOverlay(layout, name);
  if ('whyNot' in overlay) {
    err(`${overlay.whyNot}\n`);
    return ExitCode.unusable;
  }
  const changed = writeShards(overlay.tenantsFolder);
  out(
    `${changed ? 'Wrote' : 'Nothing changes in'} ${layout.show(overlay.tenantsFolder)}/kustomization.yaml.\n`,
  );
  return ExitCode.done;
}
