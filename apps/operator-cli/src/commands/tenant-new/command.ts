import { resolve } from 'node:path';
import { teamFileOf } from '#tenant-file';
import { check } from '../../check/check.js';
import type { CliContext, Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { snapshotText, writeSnapshot } from '../../check/snapshot.js';
import { readClusters } from '../../cluster/clusters.js';
import { findRenderer } from '../../kustomize/renderer.js';
import { readCommandLine, type CommandLine, type Option } from './options.js';
import { nextSteps, nextStepsInto } from './next-steps.js';
import { overlayFiles } from './overlay-files.js';
import { addTenant } from './shared-files.js';
import { validateInto, type SharedOverlay } from './shared-request.js';
import { validate, type TenantRequest } from './tenant-request.js';
import type { Terms } from './terms.js';
import { readTerraformOutput } from './terraform-output.js';
import { differingFiles, writeFolder } from '../../kustomize/write-folder.js';

const HELP = `Writes deploy/kustomize/overlays/NAME: the tenant's role, its tenant file, and the components of its cluster. With --into it
adds the tenant to a shared overlay instead.

  NAME                          the tenant and its namespace; its audience is tenant-presign/NAME
  --account ID                  twelve digits: the tenant's own account, with bucket and role
  --bucket NAME                 the tenant's bucket, or the ARN of an access point
  --role-arn ARN                the role that URLs are signed as
  --region REGION               the region of the bucket; default: the cluster's
  --credentials KIND            irsa (default), pod-identity, or chained
  --source-role-arn ARN         chained: the role in the cluster's account that assumes the tenant's
  --external-id TEXT            chained: the external id that the tenant's role requires
  --kms-key-arn ARN             the key of the bucket's encryption
  --scale hpa|keda|knative      how pods are scaled; default: two pods, not scaled
  --host NAME                   a host name on the cluster's Gateway
  --image NAME:TAG[@DIGEST]     the image of the API; default: the cluster's
  --cluster CLUSTER             the profile deploy/kustomize/clusters/CLUSTER.yaml; required if there are several
  --keys kubernetes             if pods can't reach the cluster's issuer: read its keys from the API server
  --into OVERLAY                add the tenant to a shared overlay: an entry in its platform.yaml and a file for the team.
                                Credentials are irsa (the role trusts the shared service account), or chained from the
                                hub role
  --create-namespace            also write NAME/namespace, a kustomization of its own that makes the namespace, if it
                                doesn't exist; without it, the team makes the namespace
  --from-terraform-output FILE  read account, bucket, role_arn, region, …, and the grants of module tenant, from the output
                                of terraform output -json; may be repeated

`;

export const tenantNew: Command = {
  name: 'tenant:new',
  summary: 'writes the overlay of a tenant',
  usage: 'NAME --account ID --bucket NAME --role-arn ARN [OPTION]…',
  help: HELP,
  example: 'team-d --from-terraform-output team-d.json',
  run: runNew,
};

function runNew(args: readonly string[], context: CliContext): ExitCode {
  const { layout, cwd, err } = context;
  const line = readCommandLine(args);
  const { values, terms, errors: ofOutputs } = withOutputs(line, cwd);
  const into = values.get('into');
  const {
    request,
    errors: ofValues,
    shared,
  } = into === undefined
    ? { ...validate(line, values, readClusters(layout), terms), shared: undefined }
    : validateInto(into, line, values, layout, terms);
  const errors = [...line.errors, ...ofOutputs, ...ofValues];
  if (errors.length > 0) {
    err(`Nothing was written:\n${errors.map((error) => `  - ${error}\n`).join('')}`);
    return ExitCode.unusable;
  }
  if (shared) return addToShared(request, shared, context);
  return writeOverlay(request, context);
}

function writeOverlay(request: TenantRequest, context: CliContext): ExitCode {
  const { layout, out, err } = context;
  const folder = layout.overlay(request.name);
  const files = overlayFiles(request);
  const differing = differingFiles(folder, files);
  if (differing === undefined) {
    writeFolder(folder, files);
    out(`Wrote ${layout.show(folder)}: ${[...files.keys()].join(', ')}.\n`);
  } else if (differing.length === 0) {
    out(`${layout.show(folder)} exists already, with the same content.\n`);
  } else {
    err(
      `${layout.show(folder)} exists already, and these files differ: ${differing.join(', ')}.\nNothing was written. Edit the files, or move the folder away first.\n`,
    );
    return ExitCode.refused;
  }
  const good = keepRendering(request.name, context);
  out(nextSteps(request, layout));
  return good ? ExitCode.done : ExitCode.refused;
}

/** Combines the settings of the command line and of the files. Reports settings on which they differ. */
function withOutputs({ values, outputFiles }: CommandLine, from: string) {
  const all = new Map<Option, string>(values);
  const said = new Map<Option, string>([...values.keys()].map((name) => [name, `--${name}`]));
  const errors: string[] = [];
  let terms: Terms | undefined;
  for (const file of outputFiles) {
    const output = readTerraformOutput(resolve(from, file));
    terms ??= output.terms;
    errors.push(...output.errors);
    for (const [name, value] of output.values) {
      const before = all.get(name);
      if (before !== undefined && before !== value) {
        errors.push(
          `${file} has “${value}” for ${name}, and ${said.get(name)} has “${before}”; correct one of them`,
        );
      } else if (before === undefined) {
        all.set(name, value);
        said.set(name, file);
      }
    }
  }
  return { values: all, terms, errors };
}

function addToShared(request: TenantRequest, shared: SharedOverlay, context: CliContext): ExitCode {
  const { layout, out, err } = context;
  const { overlay } = shared;
  const folder = layout.show(overlay.tenantsFolder);
  const outcome = addTenant(request, shared);
  if (outcome === 'same') out(`${folder} has ${request.name} already, with the same content.\n`);
  else if (outcome === 'added')
    out(`Added ${request.name} to ${folder}: platform.yaml, ${teamFileOf(request.name)}.\n`);
  else {
    err(`${outcome}\nNothing was written.\n`);
    return ExitCode.refused;
  }
  const good = keepRendering(overlay.name, context);
  out(nextStepsInto(request, overlay, layout));
  return good ? ExitCode.done : ExitCode.refused;
}

/** Runs the first check, and keeps its rendering for review. @returns whether there are no faults */
function keepRendering(name: string, { layout, env, out, err }: CliContext): boolean {
  const renderer = findRenderer(env);
  if ('whyNot' in renderer) {
    out(
      `It was not rendered: ${renderer.whyNot}. Fix this, then run npm run tenant:check -- ${name} --update\n`,
    );
    return true;
  }
  const [verdict] = check(layout, renderer, [name]);
  for (const { file, line, message } of verdict!.faults)
    err(`${layout.show(file)}${line === undefined ? '' : `:${line}`}: ${message}\n`);
  if (verdict!.faults.length > 0 || !verdict!.rendering) return false;
  const path = layout.snapshot(name);
  if (writeSnapshot(path, snapshotText(name, verdict!.rendering)))
    out(`Rendered it to ${layout.show(path)}, for review.\n`);
  return true;
}
