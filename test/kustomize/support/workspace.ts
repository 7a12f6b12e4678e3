import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { check, checkClusters, type Verdict } from '../../../apps/operator-cli/src/check/check.js';
import { runCaptured, type Captured } from '../../../apps/operator-cli/testing/run-captured.js';
import { Layout } from '../../../apps/operator-cli/src/kustomize/layout.js';
import {
  cacheFolder,
  findRenderer,
  type Renderer,
} from '../../../apps/operator-cli/src/kustomize/renderer.js';

const KUSTOMIZE = join(import.meta.dirname, '../../../deploy/kustomize');

/** A fault in the form that tests compare. */
interface Shown {
  readonly file: string;
  readonly text: string | undefined;
  readonly message: string;
}

/** A copy of deploy/kustomize for tests that change it. It is deleted after the test. */
export class Workspace {
  readonly root = mkdtempSync(join(tmpdir(), 'kustomize-'));
  readonly layout = new Layout(this.root, this.root);

  /** Makes the copy. @param overlays the overlays to copy, which are then the only ones */
  constructor(...overlays: string[]) {
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
    for (const folder of ['base', 'components', 'clusters', ...overlays.map((name) => `overlays/${name}`)]) {
      cpSync(join(KUSTOMIZE, folder), join(this.root, folder), { recursive: true });
    }
    for (const name of overlays) {
      cpSync(join(KUSTOMIZE, `rendered/${name}.yaml`), join(this.root, `rendered/${name}.yaml`));
    }
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  remove(path: string): void {
    rmSync(join(this.root, path));
  }

  append(path: string, text: string): void {
    this.write(path, this.read(path) + text);
  }

  /**
   * Replaces text in a file.
   *
   * @throws Error if the file doesn't contain `from`, because the test would then prove nothing
   */
  replace(path: string, from: string | RegExp, to: string): void {
    const text = this.read(path);
    const changed = text.replace(from, () => to);
    if (changed === text) throw new Error(`${path} has no ${String(from)}`);
    this.write(path, changed);
  }

  rename(from: string, to: string): void {
    renameSync(join(this.root, from), join(this.root, to));
  }

  copy(from: string, to: string): void {
    cpSync(join(this.root, from), join(this.root, to), { recursive: true });
  }

  /** Returns the faults of one overlay, each with its line in the file. */
  faults(overlay: string): Shown[] {
    return this.#show(check(this.layout, renderer(), [overlay]));
  }

  /** Returns the faults of all clusters. */
  clusterFaults(): Shown[] {
    return this.#show(checkClusters(this.layout));
  }

  #show(verdicts: readonly Verdict[]): Shown[] {
    return verdicts
      .flatMap(({ faults }) => faults)
      .map(({ file, line, message }) => ({
        file: this.layout.show(file),
        text: line === undefined ? undefined : readFileSync(file, 'utf8').split('\n')[line - 1]!.trim(),
        message,
      }));
  }

  check(...args: string[]): Promise<Captured> {
    return this.runIn(ENV, 'check', ...args);
  }

  new(...args: string[]): Promise<Captured> {
    return this.runIn(ENV, 'new', ...args);
  }

  render(...names: string[]): Promise<Captured> {
    return runCaptured(['cluster:render', ...names], { layout: this.layout, cwd: this.root });
  }

  run(...args: string[]): Promise<Captured> {
    return runCaptured(args, { layout: this.layout, env: ENV, cwd: this.root });
  }

  /** Runs one of the two commands with these environment variables. */
  runIn(env: NodeJS.ProcessEnv, command: 'check' | 'new', ...args: string[]): Promise<Captured> {
    return runCaptured([`tenant:${command}`, ...args], { layout: this.layout, env, cwd: this.root });
  }
}

/** The environment of commands. On its PATH, the kustomize of the cache comes first, because it is the fastest. */
export const ENV: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [join(cacheFolder(process.env), 'kustomize-5.8.2'), process.env['PATH']].join(delimiter),
};
let found: Renderer | undefined;

/** Returns the renderer. @throws Error if this machine has none, although the lane needs one */
export function renderer(): Renderer {
  if (found) return found;
  const looked = findRenderer(ENV);
  if ('whyNot' in looked) throw new Error(looked.whyNot);
  return (found = looked);
}
