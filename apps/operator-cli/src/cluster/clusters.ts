import type { Layout } from '../kustomize/layout.js';
import { SourceFile } from '../kustomize/source-file.js';
import { differingFiles, writeFolder } from '../kustomize/write-folder.js';
import { componentFiles } from './component-files.js';
import type { ClusterProfile, ProfileError } from './profile.js';
import { readProfile } from './read-profile.js';

/** A cluster, described by its profile. */
export interface Cluster {
  readonly name: string;
  /** The path of the profile. */
  readonly path: string;
  /** The profile's path as messages show it. */
  readonly file: string;
  readonly source: SourceFile;
  /** The valid profile; `undefined` if the profile has errors. */
  readonly profile: ClusterProfile | undefined;
  readonly errors: readonly ProfileError[];
}

/** Returns the clusters that have a profile, by name. @throws the error of the file system */
export function readClusters(layout: Layout): Map<string, Cluster> {
  return new Map(layout.clusterNames().map((name) => [name, readCluster(layout, name)]));
}

/** Reads the profile of a cluster. @throws the error of the file system */
export function readCluster(layout: Layout, name: string): Cluster {
  const path = layout.profile(name);
  const source = SourceFile.read(path);
  return { name, path, file: layout.show(path), source, ...readProfile(source) };
}

/**
 * Returns the files of a cluster's folder that differ from the rendering of its profile, are missing, or don't belong
 * there.
 */
export function staleFiles(layout: Layout, profile: ClusterProfile): readonly string[] {
  const files = componentFiles(profile);
  return differingFiles(layout.cluster(profile.name), files) ?? [...files.keys()];
}

/** Rewrites a cluster's folder. @returns whether anything changed @throws the error of the file system */
export function writeCluster(layout: Layout, profile: ClusterProfile): boolean {
  const changed = staleFiles(layout, profile).length > 0;
  if (changed) writeFolder(layout.cluster(profile.name), componentFiles(profile), { replace: true });
  return changed;
}
