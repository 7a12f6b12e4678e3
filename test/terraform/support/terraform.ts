import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { findTools, type Tools } from './tools.js';

export const SOURCE = join(import.meta.dirname, '../../../infra/terraform');
export const MODULES = [
  'tenant',
  'cluster-role',
  'hub-role',
  'cluster-oidc-provider',
  'account-logs',
  'lambda',
] as const;
export const EXAMPLES = ['account-base', 'cluster-account', 'tenant'] as const;
/** The root of one tenant. */
export const EXAMPLE = 'examples/tenant';

/** The output of a command, and its exit code. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Returns the tools. @throws Error if this machine has none, although the lane needs them */
export function tools(): Tools {
  const found = findTools(process.env);
  if ('whyNot' in found) throw new Error(found.whyNot);
  return found;
}

/**
 * Whether the substitute of the AWS provider is used. Tests with the real provider would need credentials of two
 * accounts.
 */
export const hasStandIn = process.env['TERRAFORM_PROVIDER'] !== 'registry';

/** A copy of infra/terraform for tests that change it. */
export class Workspace {
  readonly root: string;
  /**
   * State files of the resources that AWS has before a run, for the schema provider. They are other roots', or made up.
   */
  existing: readonly string[] = [];

  /**
   * Makes the copy.
   *
   * @param keep whether the caller removes the workspace, as in a hook; by default it is removed after the test
   */
  constructor({ keep = false } = {}) {
    this.root = mkdtempSync(join(tmpdir(), 'terraform-'));
    cpSync(SOURCE, this.root, { recursive: true, filter: (path) => !/\.terraform|tfstate/.test(path) });
    // Each example keeps its state in S3. Here the state is a local file.
    for (const example of EXAMPLES)
      writeFileSync(
        join(this.root, 'examples', example, 'override.tf'),
        'terraform {\n  backend "local" {}\n}\n',
      );
    if (!keep) onTestFinished(() => this.remove());
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Runs a command of OpenTofu or Terraform. @param folder a folder in the workspace */
  async run(folder: string, ...args: string[]): Promise<Run> {
    return run(join(this.root, folder), args, this.existing);
  }

  /** Runs a command that must succeed. @throws Error with the program's output if it fails */
  async succeed(folder: string, ...args: string[]): Promise<string> {
    const { code, out, err } = await this.run(folder, ...args);
    if (code !== 0) throw new Error(`${args.join(' ')} in ${folder}: ${err || out}`);
    return out;
  }

  init(folder: string): Promise<string> {
    return this.succeed(folder, 'init', '-input=false', '-no-color');
  }
}

/** Escapes the strings of a value for a file in JSON syntax, in which Terraform reads every string as a template. */
export const literal = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'string' ? each.replaceAll('${', () => '$${') : each,
  ) as T;

function run(cwd: string, args: readonly string[], existing: readonly string[]): Promise<Run> {
  const { program, providerConfig } = tools();
  const env = {
    ...process.env,
    AWS_REGION: 'eu-west-1',
    CHECKPOINT_DISABLE: '1',
    ...(providerConfig !== undefined && { TF_CLI_CONFIG_FILE: providerConfig }),
    ...(existing.length > 0 && { AWS_SCHEMA_EXISTING: existing.join(':') }),
  };
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env, maxBuffer: 64 * 1024 ** 2 }, (error, out, err) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: Number(error?.code ?? 0), out, err });
    });
  });
}
