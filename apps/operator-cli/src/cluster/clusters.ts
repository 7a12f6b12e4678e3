import type { Layout } from '../kustomize/layout.js';
import { SourceFile } from '../kustomize/source-file.js';
import { differingFiles, writeFolder } from '../kustomize/write-folder.js';
import { componentFiles } from './component-files.js';
import type { ClusterProfile, ProfileError } from './profile.js';
import { readProfile } from './read-profile.js';

/** A cluster as its profile says it. */
export interface Cluster {
  readonly name: string;
  /** The path of the profile. */
  readonly path: string;
  /** The profile's path as messages show it. */
  readonly file: string;
  readonly source: SourceFile;
  /** `undefined` where the profile has mistakes. */
  readonly profile: ClusterProfile | undefined;
  readonly errors: readonly ProfileError[];
}

/** All clusters that there is a profile of, by name. @throws what the file system says */
export function readClusters(layout: Layout): Map<string, Cluster> {
  return new Map(layout.clusterNames().map((name) => [name, readCluster(layout, name)]));
}

/** @throws what the file system says */
export function readCluster(layout: Layout, name: string): Cluster {
  const path = layout.profile(name);
  const source = SourceFile.read(path);
  return { name, path, file: layout.show(path), source, ...readProfile(source) };
}

/** Paths of files in a cluster's folder that its profile would render otherwise, that are missing, or that are none of its. */
export function staleFiles(layout: Layout, profile: ClusterProfile): readonly string[] {
  const files = componentFiles(profile);
  return differingFiles(layout.cluster(profile.name), files) ?? [...files.keys()];
}

/** Writes a cluster's folder anew. @returns whether anything changed @throws what the file system says */
export function writeCluster(layout: Layout, profile: ClusterProfile): boolean {
  const changed = staleFiles(layout, profile).length > 0;
  if (changed) writeFolder(layout.cluster(profile.name), componentFiles(profile), { replace: true });
  return changed;
}
