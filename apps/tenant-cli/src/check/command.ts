import { parseArgs } from 'node:util';
import type { Layout } from '../kustomize/layout.js';
import type { Live } from '../live/live.js';
import { findRenderer } from '../kustomize/renderer.js';
import { check, type Verdict } from './check.js';
import { differences, snapshotText, writeSnapshot } from './snapshot.js';

const HELP = `Usage: npm run tenant:check [-- [NAME]… [--update] [--live]]

Judges the overlays in deploy/kustomize/overlays, or those named: what they say, what they render to, what they share,
and whether Terraform’s inputs and outputs (infra/terraform/tenants/NAME.tfvars.json, NAME.outputs.json) say the same.

  --live    ask AWS too, where the SDK finds credentials of the tenant’s account; it only reads
  --update  keep today's renderings (deploy/kustomize/rendered) where nothing else is wrong

Needs kubectl or kustomize; no cluster. Exit code 0: nothing is wrong; 1: faults; 2: it could not be judged.
`;

/** Where a command talks to, and from. */
export interface Surroundings {
  readonly layout: Layout;
  readonly env: NodeJS.ProcessEnv;
  /** What AWS said, where it was asked. */
  readonly live?: Live;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** @returns the exit code */
export function checkCommand(args: readonly string[], { layout, env, live, out, err }: Surroundings): number {
  const options = readOptions(args);
  if (typeof options === 'string') {
    err(`${options}\n\n${HELP}`);
    return 2;
  }
  if (options.help) {
    out(HELP);
    return 0;
  }
  const known = layout.overlayNames();
  const unknown = options.names.filter((name) => !known.includes(name));
  if (unknown.length > 0 || known.length === 0) {
    err(`There is no overlay ${unknown.join(', ')}. There are: ${known.join(', ') || 'none'}.\n`);
    return 2;
  }
  const renderer = findRenderer(env);
  if ('whyNot' in renderer) {
    err(`Nothing can render the overlays: ${renderer.whyNot}.\n`);
    return 2;
  }
  const verdicts = check(layout, renderer, options.names.length > 0 ? options.names : known, live?.witnesses);
  for (const note of live?.notes ?? []) err(`${note}\n`);
  const reports = verdicts.map((verdict) => report(verdict, layout, options.update));
  for (const { lines } of reports) out(lines.map((line) => `${line}\n`).join(''));
  const faults = reports.reduce((sum, { count }) => sum + count, 0);
  const what = verdicts.length === 1 ? '1 overlay' : `${verdicts.length} overlays`;
  out(
    `\n${what}, rendered by ${renderer.name}: ${faults === 0 ? 'nothing is wrong' : faults === 1 ? '1 fault' : `${faults} faults`}\n`,
  );
  return faults === 0 ? 0 : 1;
}

function readOptions(args: readonly string[]): { names: string[]; update: boolean; help: boolean } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        update: { type: 'boolean' },
        live: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return { names: positionals, update: values.update === true, help: values.help === true };
  } catch (error) {
    return (error as Error).message;
  }
}

/** A rendering that changed counts only where nothing else is wrong: the faults are why it changed. */
function report({ overlay, faults, rendering }: Verdict, layout: Layout, update: boolean) {
  const lines = faults.map(
    ({ file, line, message }) => `${layout.show(file)}${line === undefined ? '' : `:${line}`}: ${message}`,
  );
  if (faults.length > 0 || !rendering) return { lines, count: faults.length };
  const path = layout.snapshot(overlay);
  if (update) {
    const changed = writeSnapshot(path, snapshotText(overlay, rendering));
    return { lines: [`${overlay}: ${changed ? `wrote ${layout.show(path)}` : 'good, as kept'}`], count: 0 };
  }
  const { missing, changes } = differences(path, rendering);
  if (!missing && changes.length === 0) return { lines: [`${overlay}: good`], count: 0 };
  const mend = `npm run tenant:check -- ${overlay} --update writes it for review`;
  const what = missing
    ? 'the rendering is not kept yet'
    : `the overlay renders to something else: ${changes.join(', ')}`;
  return { lines: [`${layout.show(path)}: ${what}; ${mend}`], count: 1 };
}
