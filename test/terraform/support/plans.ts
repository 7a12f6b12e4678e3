import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import type { Workspace } from './terraform.js';

/** What a plan would do to one resource. */
export interface Change {
  readonly address: string;
  readonly type: string;
  /** `forget` takes it out of the state and leaves it in AWS. */
  readonly actions: readonly string[];
  readonly isImport: boolean;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly mode: string;
    readonly change: Omit<Change, 'address' | 'type' | 'isImport'> & { readonly importing?: object };
  }[];
}

/** What a root would change of a state. @throws Error with what OpenTofu says, where it can't be planned */
export async function planned(
  workspace: Workspace,
  root: string,
  inputs: object,
  state?: string,
): Promise<readonly Change[]> {
  const file = join(workspace.root, 'inputs.tfvars.json');
  const plan = join(workspace.root, 'plan');
  writeFileSync(file, JSON.stringify(inputs));
  const of = state === undefined ? [] : [`-state=${state}`];
  await workspace.succeed(
    root,
    'plan',
    '-input=false',
    '-no-color',
    `-out=${plan}`,
    `-var-file=${file}`,
    ...of,
  );
  const { resource_changes: changes = [] } = JSON.parse(
    await workspace.succeed(root, 'show', '-json', plan),
  ) as PlanJson;
  return changes
    .filter(({ mode }) => mode === 'managed')
    .map(({ address, type, change: { importing, ...change } }) => ({
      address,
      type,
      isImport: importing !== undefined,
      ...change,
    }));
}

/** All that a plan would do, in words. */
export const actionsOf = (changes: readonly Change[]): ReadonlySet<string> =>
  new Set(changes.flatMap(({ actions }) => actions));
