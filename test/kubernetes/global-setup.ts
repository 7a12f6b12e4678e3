import type { TestProject } from 'vitest/node';
import { buildImage } from '../../scripts/image.mjs';
import { bases } from '../image/support/docker.js';
import { startAwsServer } from './support/aws-server.js';
import './support/cluster.js';
import { findCluster, type FoundCluster } from './support/find-cluster.js';
import { makeNamespaces } from './support/namespaces.js';

/**
 * One cluster and one AWS for the whole lane, the image in its node, and the overlays' namespaces. The image is the one that
 * `TEST_IMAGE` names, or built from the files as they are.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const image = process.env['TEST_IMAGE'] ?? (await build());
  await using stack = new AsyncDisposableStack();
  const cluster = await findCluster(process.env);
  stack.defer(() => cluster.stop());
  stack.defer(await makeNamespaces(cluster.kubectl));
  await cluster.loadImage(image);
  stack.defer(await provideAws(project, cluster, image));
  const all = stack.move();
  return () => all.disposeAsync();
}

/** Nothing to do where Docker has built them already. */
async function build(): Promise<string> {
  const image = 'tenant-presign:test';
  const { args } = await bases();
  buildImage([...args, '--quiet', '--tag', image]);
  return image;
}

async function provideAws(
  project: TestProject,
  cluster: FoundCluster,
  image: string,
): Promise<() => Promise<void>> {
  const aws = await startAwsServer(cluster.awsAddress);
  const { kubectl, issuer, own } = cluster;
  const { endpoint, radosgw } = aws;
  const authorities = cluster.authority + aws.authority;
  project.provide('cluster', { kubectl, issuer, own, image, authorities, aws: { endpoint, radosgw } });
  return () => aws.stop();
}
