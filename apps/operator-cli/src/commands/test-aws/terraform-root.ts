import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { JourneyOptions } from './options.js';

/** The root module of a run, in a folder and with a state of its own. */
export class TerraformRoot {
  readonly folder: string;
  readonly #program: string;

  /** @param repository the folder of the repository */
  constructor(
    private readonly options: JourneyOptions,
    private readonly repository: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.folder = join(repository, '.test-aws', options.runId);
    this.#program = env['TERRAFORM'] ?? 'terraform';
  }

  /** Whether something may have been applied. */
  get isApplied(): boolean {
    return existsSync(join(this.folder, 'terraform.tfstate'));
  }

  make(): void {
    mkdirSync(this.folder, { recursive: true });
  }

  /**
   * Applies a root in Terraform's JSON syntax.
   *
   * @param rootOf returns the root; takes the folder of the modules, and a function for the arguments that make a
   * provider act in an account
   * @returns the output of `terraform output -json`
   */
  apply(rootOf: (modules: string, providerOf: (index: 0 | 1) => object) => object): string {
    this.make();
    const modules = relative(this.folder, join(this.repository, 'infra/terraform/modules'));
    const provider = (index: 0 | 1) => ({ profile: this.options.profiles[index] });
    writeFileSync(join(this.folder, 'main.tf.json'), JSON.stringify(rootOf(modules, provider), null, 2));
    this.#run('init', '-input=false');
    this.#run('apply', '-input=false', '-auto-approve');
    return this.#run('output', '-json');
  }

  /** Destroys what is in the state, and deletes the folder. */
  destroy(): void {
    this.#run('destroy', '-input=false', '-auto-approve');
    rmSync(this.folder, { recursive: true });
  }

  #run(...args: string[]): string {
    return run(this.#program, args, this.folder);
  }
}

/** Runs a program. @throws Error with the program's own message if it fails */
export function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  if (error) throw new Error(`${program} can't be run: ${error.message}`, { cause: error });
  if (status !== 0) throw new Error(`${program} ${args[0]}: ${stderr.trim() || stdout.trim()}`);
  return stdout;
}
