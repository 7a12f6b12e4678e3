import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { nameOf, Rendering, type KubeObject } from '../kustomize/rendering.js';

/** Returns the text of a rendering that is kept in the repository, so that a review shows what a change does. */
export function snapshotText(overlay: string, rendering: Rendering): string {
  return `# What overlay ${overlay} renders to. Written by: npm run tenant:check -- ${overlay} --update\n${rendering.toString()}`;
}

/** Writes a snapshot, either wholly or not at all. @returns whether the file changed */
export function writeSnapshot(path: string, text: string): boolean {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return false;
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return true;
}

/** Returns how a rendering differs from the kept one, object by object. `missing` is true if none is kept. */
export function differences(
  path: string,
  rendering: Rendering,
): { missing: boolean; changes: readonly string[] } {
  if (!existsSync(path)) return { missing: true, changes: [] };
  const kept = byName(Rendering.parse(readFileSync(path, 'utf8')));
  const now = byName(rendering);
  const changes = [
    ...[...now].filter(([name]) => !kept.has(name)).map(([name]) => `+ ${name}`),
    ...[...kept].filter(([name]) => !now.has(name)).map(([name]) => `- ${name}`),
    ...[...now]
      .filter(([name, object]) => kept.has(name) && !isDeepStrictEqual(kept.get(name), object))
      .map(([name]) => `~ ${name}`),
  ];
  return { missing: false, changes };
}

const byName = ({ objects }: Rendering): ReadonlyMap<string, KubeObject> =>
  new Map(objects.map((object) => [nameOf(object), object]));
