import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { buildImage } from '../../scripts/image.mjs';
import { bases } from '../image/support/docker.js';
import { provideAws } from './support/aws-server.js';
import type { ClusterData } from './support/cluster.js';
import { findCluster, type FoundCluster } from './support/find-cluster.js';
import { makeNamespaces } from './support/namespaces.js';

/**
 * Starts one cluster and one AWS for the whole lane, loads the image into the node, and makes the overlays' namespaces.
 * `TEST_IMAGE` can name the image. Otherwise it is built from the current files.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const image = process.env['TEST_IMAGE'] ?? (await build());
  await using stack = new AsyncDisposableStack();
  const cluster = await findCluster(process.env);
  stack.defer(() => cluster.stop());
  stack.defer(await makeNamespaces(cluster.kubectl));
  const versions = await loadVersions(cluster, image);
  const { data, stop } = await provideAws(cluster, image, versions);
  stack.defer(stop);
  project.provide('cluster', data);
  const all = stack.move();
  return () => all.disposeAsync();
}

/** Builds the image, and returns its name. */
async function build(): Promise<string> {
  const image = 'tenant-presign:test';
  const { args } = await bases();
  buildImage([...args, '--quiet', '--tag', image]);
  return image;
}

/** Loads the image, and two versions of it: the same program, and a program that exits at once. */
async function loadVersions(cluster: FoundCluster, image: string): Promise<ClusterData['versions']> {
  const derive = async (version: string, line: string) => {
    const tag = `${image.split(':')[0]!}:${version}`;
    const building = promisify(execFile)('docker', ['build', '--quiet', '--tag', tag, '-']);
    building.child.stdin!.end(`FROM ${image}\n${line}\n`);
    await building;
    return tag;
  };
  const next = await derive('test-next', 'LABEL version=next');
  const broken = await derive('test-broken', 'ENTRYPOINT ["node", "--eval", "process.exit(1)"]');
  const [, ...others] = await cluster.loadImages(image, next, broken);
  const [ofNext, ofBroken] = others.map((name) => name.slice(name.indexOf(':') + 1));
  return ofNext === undefined || ofBroken === undefined ? undefined : { next: ofNext, broken: ofBroken };
}
