import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The oldest release of kustomize that is known to render our overlays. */
const OLDEST = [5, 4];

/** The maximum length of a reason, in characters. */
const LONGEST = 400;

/** The program that renders overlays. */
export interface Renderer {
  /** The name and version, such as `kubectl v1.34.4 (kustomize v5.7.1)`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** The error if kustomize fails. The message is kustomize's. */
export class RenderError extends Error {}

/**
 * Finds kustomize or kubectl, on PATH or where `test/peers/kustomize/install.sh` installs it. Returns the reason if
 * neither is usable.
 */
export function findRenderer(env: NodeJS.ProcessEnv): Renderer | { readonly whyNot: string } {
  const tooOld: string[] = [];
  for (const command of [
    ...onPath('kustomize', env),
    ...onPath('kubectl', env),
    join(cacheFolder(env), 'kustomize-5.8.2', 'kustomize'),
  ]) {
    const found = describe(command, env);
    if (!found) continue;
    if (found.isOld) tooOld.push(found.name);
    else return { name: found.name, command, args: found.args };
  }
  const old = tooOld.length > 0 ? `${tooOld.join(', ')}: older than kustomize v${OLDEST.join('.')}; ` : '';
  return {
    whyNot: `${old || 'neither kubectl nor kustomize is on PATH; '}install kubectl 1.31 or newer, or run test/peers/kustomize/install.sh (needs Go)`,
  };
}

/** Returns the folder for programs that are built once and kept. */
export const cacheFolder = (env: NodeJS.ProcessEnv): string =>
  env['TENANT_PRESIGN_CACHE'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tenant-presign');

/**
 * Renders an overlay.
 *
 * @returns the output of kustomize
 * @throws RenderError
 */
export function render({ command, args }: Renderer, folder: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, [...args, folder], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  if (error) throw new RenderError(error.message);
  if (status !== 0) throw new RenderError(inShort(stderr));
  return stdout;
}

function* onPath(name: string, env: NodeJS.ProcessEnv): Iterable<string> {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    for (const path of [join(folder, name), join(folder, `${name}.exe`)]) if (isExecutable(path)) yield path;
  }
}

/**
 * Returns a program's name and version, whether it is too old, and its arguments for rendering; `undefined` if it can't
 * be run or reports nothing.
 */
function describe(command: string, env: NodeJS.ProcessEnv) {
  if (!isExecutable(command)) return undefined;
  const isKubectl = /kubectl(?:\.exe)?$/.test(command);
  const words = versionOf(command, isKubectl ? ['version', '--client'] : ['version'], env);
  const [first, second] = words.match(/v\d+\.\d+\.\d+[\w.+-]*/g) ?? [];
  if (isKubectl) {
    const name = `kubectl ${first ?? 'of no version'} (kustomize ${second ?? 'of no version'})`;
    return { name, isOld: isOld(second ?? 'v0.0'), args: ['kustomize'] }; // not reported before kubectl 1.25
  }
  if (words === '') return undefined;
  // A kustomize that was built from its Go module may report (devel) as its version.
  return { name: `kustomize ${first ?? words}`, isOld: first !== undefined && isOld(first), args: ['build'] };
}

function versionOf(command: string, args: string[], env: NodeJS.ProcessEnv): string {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', env, timeout: 20_000 });
  return status === 0 ? stdout.trim() : '';
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  return major < OLDEST[0]! || (major === OLDEST[0] && minor < OLDEST[1]!);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Returns the error message without kustomize's warnings, kubectl's log prefix, and a panic's stack. */
export function inShort(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => !line.startsWith('#'));
  const panic = lines.find((line) => line.startsWith('panic:'));
  const message = (panic ?? lines.join(' '))
    .replace(/^\s*[EF]\d{4} .*?err=<?/, '')
    .replace(/^\s*[Ee]rror: /, '')
    .replace(/>\s*$/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (message === '') return 'no reason was given';
  return message.length <= LONGEST ? message : `…${message.slice(-LONGEST)}`; // the cause is at the end
}
