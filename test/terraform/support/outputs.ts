import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLE, type Workspace } from './terraform.js';

/** A policy document. */
export interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Outputs of the example, as `output -json` prints them. */
export type Outputs = Readonly<Record<string, { readonly value: unknown }>>;

export const policiesOf = (outputs: Outputs): Readonly<Record<'trust' | 's3' | 'kms' | 'bucket', Policy>> =>
  Object.fromEntries(
    Object.entries(outputs['policies']!.value as Record<string, string | null>).map(([name, text]) => [
      name,
      JSON.parse(text ?? 'null') as Policy,
    ]),
  ) as Record<'trust' | 's3' | 'kms' | 'bucket', Policy>;

/**
 * Applies the example with a tenant's inputs, by the stand-in: nothing is made, but everything evaluated.
 *
 * @param workspace in which the example is initialised
 */
export async function applyExample(workspace: Workspace, inputs: object, name: string): Promise<Outputs> {
  const file = join(workspace.root, `${name}.tfvars.json`);
  const state = join(workspace.root, `${name}.tfstate`);
  writeFileSync(file, JSON.stringify(inputs));
  await workspace.succeed(
    EXAMPLE,
    'apply',
    '-auto-approve',
    '-input=false',
    '-no-color',
    `-state=${state}`,
    `-var-file=${file}`,
  );
  return JSON.parse(await workspace.succeed(EXAMPLE, 'output', '-json', `-state=${state}`)) as Outputs;
}
