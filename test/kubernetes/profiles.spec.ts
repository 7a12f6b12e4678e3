import { expect, inject, it } from 'vitest';
import { KINDS, become, settings } from '../kustomize/support/profiles.js';
import { Workspace } from '../kustomize/support/workspace.js';
import { Kubectl } from './support/kubectl.js';
import { PLATFORM, overlays } from './support/namespaces.js';

// Tests that the API server accepts every field of every overlay for every kind of cluster, including Cilium's
// policies.

const kubectl = new Kubectl(inject('cluster').kubectl);
const names = [...(await overlays()), PLATFORM];

it.each(KINDS)('a cluster with $cni, $ipFamily and $dns is admitted', async (kind) => {
  const workspace = new Workspace(...names);
  become(workspace, settings(kind));
  const rendered: string[] = [];
  for (const name of names) rendered.push(await kubectl.run(['kustomize', workspace.layout.overlay(name)]));
  const input = rendered.join('---\n');
  const verdict = await kubectl.run(
    ['apply', '-f', '-', '--server-side', '--dry-run=server', '--validate=strict'],
    { input },
  );
  const lines = verdict.trim().split('\n');
  expect(lines.filter((line) => !line.endsWith(' serverside-applied (server dry run)'))).toEqual([]);
  expect(lines.some((line) => line.startsWith('ciliumnetworkpolicy.cilium.io/tenant-presign-node'))).toBe(
    kind.cni === 'cilium',
  );
});
