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

/** The outputs of the example, as `output -json` prints them. */
export type Outputs = Readonly<Record<string, { readonly value: unknown }>>;

export const policiesOf = (outputs: Outputs): Readonly<Record<'trust' | 's3' | 'kms' | 'bucket', Policy>> =>
  Object.fromEntries(
    Object.entries(outputs['policies']!.value as Record<string, string | null>).map(([name, text]) => [
      name,
      JSON.parse(text ?? 'null') as Policy,
    ]),
  ) as Record<'trust' | 's3' | 'kms' | 'bucket', Policy>;

/** The issuer of the cluster in infra/terraform/clusters/platform.tfvars.json. */
export const ISSUER = 'https://oidc.eks.eu-west-1.amazonaws.com/id/7A1C90D2E45B4F6680B3D9E2C5F1A847';
/** The accounts that trust the issuer's tokens: the account of team-a, and the cluster's own, for team-c. */
const TRUSTING = ['222222222222', '111111111111'];

/** Initialises the root of a tenant. The accounts have an account-base. */
export async function initTenant(workspace: Workspace): Promise<void> {
  await workspace.init('examples/account-base');
  const bases: string[] = [];
  for (const account of TRUSTING)
    bases.push(await applyBase(workspace, account, { clusters: { platform: { issuer_url: ISSUER } } }));
  workspace.existing = bases;
  await workspace.init(EXAMPLE);
}

/** Applies account-base in an account. @returns its state file */
export async function applyBase(workspace: Workspace, account: string, inputs: object): Promise<string> {
  const terraformRole = `arn:aws:iam::${account}:role/terraform`;
  const all = { account_id: account, region: 'eu-west-1', terraform_role_arn: terraformRole, ...inputs };
  return apply(workspace, 'examples/account-base', all, `base-${account}`);
}

/**
 * Applies a root with the substitute of the AWS provider. It creates nothing, but evaluates everything.
 *
 * @param workspace the workspace in which the root is initialised
 * @returns the state file
 * @throws Error with OpenTofu's message
 */
export async function apply(
  workspace: Workspace,
  root: string,
  inputs: object,
  name: string,
): Promise<string> {
  const file = join(workspace.root, `${name}.tfvars.json`);
  const state = join(workspace.root, `${name}.state.json`);
  writeFileSync(file, JSON.stringify(inputs));
  await workspace.succeed(
    root,
    'apply',
    '-auto-approve',
    '-input=false',
    '-no-color',
    `-state=${state}`,
    `-var-file=${file}`,
  );
  return state;
}

export const outputsOf = async (workspace: Workspace, root: string, state: string): Promise<Outputs> =>
  JSON.parse(await workspace.succeed(root, 'output', '-json', `-state=${state}`)) as Outputs;

/** Applies the root of a tenant, which `initTenant` has initialised. */
export async function applyExample(workspace: Workspace, inputs: object, name: string): Promise<Outputs> {
  return outputsOf(workspace, EXAMPLE, await apply(workspace, EXAMPLE, inputs, name));
}
