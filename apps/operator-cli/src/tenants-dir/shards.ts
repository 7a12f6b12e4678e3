import { hash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PLATFORM_FILE } from '#tenant-file';
import { teamFilesIn } from './folder.js';

/** The names of ConfigMaps: one for the platform's file, and a prefix for the 16 shards of the teams' files. */
export const PLATFORM_MAP = 'tenant-presign-platform';
export const TEAMS_MAP = 'tenant-presign-teams-';
export const SHARDS: readonly string[] = Array.from('0123456789abcdef', (digit) => `${TEAMS_MAP}${digit}`);

/**
 * The maximum size of the files in one ConfigMap, in bytes. A ConfigMap holds 1 MiB with its metadata (Kubernetes,
 * "ConfigMaps").
 */
export const MAX_SHARD = 900 * 1024;

/** The kustomization that makes the ConfigMaps from a folder's files. */
export const SHARD_FILE = 'kustomization.yaml';

/**
 * Returns the ConfigMap of a team's file. It must never change: during a move, the file would be in no ConfigMap for a
 * moment.
 */
export const shardOf = (id: string): string => `${TEAMS_MAP}${hash('sha256', id)[0]!}`;

/** Returns the ConfigMaps of a folder, by name, each with the names of its files. */
export function shardsOf(folder: string): ReadonlyMap<string, readonly string[]> {
  const teams = Map.groupBy(teamFilesIn(folder), ([, id]) => shardOf(id));
  const shards = SHARDS.flatMap((name): [string, string[]][] => {
    const files = teams.get(name)?.map(([file]) => file);
    return files ? [[name, files]] : [];
  });
  return new Map([[PLATFORM_MAP, [PLATFORM_FILE]], ...shards]);
}

/** Returns whether a folder's kustomization makes the ConfigMaps for the present files. */
export function isSharded(folder: string): boolean {
  const path = join(folder, SHARD_FILE);
  return existsSync(path) && readFileSync(path, 'utf8') === textOf(folder);
}

/** Writes the kustomization of a folder. @returns whether the file changed */
export function writeShards(folder: string): boolean {
  if (isSharded(folder)) return false;
  writeFileSync(join(folder, SHARD_FILE), textOf(folder));
  return true;
}

const textOf = (
  folder: string,
): string => `# Written from the files beside it by: npm run tenant:shards -- ${basename(dirname(folder))}
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component

# A changed file is reloaded in place: the names have no hash. Server-side: a shard is larger than the annotation that kubectl
# apply would write.
generatorOptions:
  disableNameSuffixHash: true
  labels: { tenant-presign/tenant-files: 'true' }
  annotations: { argocd.argoproj.io/sync-options: ServerSideApply=true }

configMapGenerator:
${[...shardsOf(folder)].map(([name, files]) => `  - name: ${name}\n    files:\n${files.map((file) => `      - ${file}\n`).join('')}`).join('')}`;
