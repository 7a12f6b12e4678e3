import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import type { Workspace } from './terraform.js';

/** The change of one resource in a plan. */
export interface Change {
  readonly address: string;
  readonly type: string;
  /** The actions. `forget` removes the resource from the state and keeps it in AWS. */
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

/** Returns the changes that a root's plan has for a state. @throws Error with OpenTofu's message if planning fails */
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

/** Returns all actions of a plan. */
export const actionsOf = (changes: readonly Change[]): ReadonlySet<string> =>
  new Set(changes.flatMap(({ actions }) => actions));
