import { describe, expect, test } from 'vitest';
import { apiServerRanges, dnsPeers } from '../../apps/operator-cli/src/cluster/network-policies.js';
import type { ClusterProfile } from '../../apps/operator-cli/src/cluster/profile.js';
import { METADATA } from '../../apps/operator-cli/src/cluster/reachable.js';
import { readKeysFromApiServer } from './planted/kubernetes-keys.js';
import { operation, patch, type Plant } from './planted/plant.js';
import { KINDS, become, settings, type Kind } from './support/profiles.js';
import { Workspace } from './support/workspace.js';

// Tests every kind of cluster: the check must report a connection that is needed but not allowed, and one that must not
// be allowed. The overlay has Pod Identity and keys of the API server, so that it has all policies.

const EGRESS = 'NetworkPolicy tenant-presign-egress';
const allow = (cidr: string, port = 443): Plant =>
  patch(
    EGRESS,
    operation(
      'add',
      '/spec/egress/-',
      `{ to: [{ ipBlock: { cidr: '${cidr}' } }], ports: [{ protocol: TCP, port: ${port} }] }`,
    ),
  );
const remove = (target: string, path: string): Plant => patch(target, `- { op: remove, path: ${path} }`);

interface Case {
  readonly fault: string;
  readonly plant: Plant;
  readonly says: string;
}

function* casesOf(profile: ClusterProfile): Iterable<Case> {
  const { cni, ipFamily, services, apiServer, pods } = profile;
  const policyKind = cni === 'cilium' ? 'CiliumNetworkPolicy' : 'NetworkPolicy';
  const peers = dnsPeers(profile);
  for (const index of peers.keys())
    yield {
      fault: `no DNS by peer ${index}`,
      plant: remove(EGRESS, `/spec/egress/0/to/${index}`),
      // A rule without peers allows all peers.
      says: peers.length === 1 ? 'this rule lets pods reach every address' : 'pods can’t resolve names',
    };
  yield { fault: 'no AWS', plant: remove(EGRESS, '/spec/egress/1'), says: 'pods can’t reach AWS' };
  for (const [name, says] of [
    ['pod-identity-agent', 'lets pods reach the Pod Identity agent'],
    ['api-server', 'lets pods reach the API server'],
  ] as const)
    yield {
      fault: `no way to ${name}`,
      plant: remove(`${policyKind} tenant-presign-${name}`, '/spec/egress/0'),
      says,
    };
  yield {
    fault: 'everything',
    plant: allow(ipFamily === 'ipv4' ? '0.0.0.0/0' : '::/0'),
    says: 'includes addresses that pods must not reach',
  };
  yield {
    fault: 'all Services',
    plant: allow(services[0]!),
    says: 'includes addresses that pods must not reach: Services',
  };
  yield { fault: 'all pods', plant: allow(pods[0]!), says: 'includes addresses that pods must not reach' };
  yield {
    fault: 'the node’s credentials',
    plant: allow(METADATA[ipFamily === 'ipv4' ? 0 : 1]!, 80),
    says: 'at which the node gives out its own credentials',
  };
  if (!apiServerRanges(profile).includes(apiServer.subnets[0]!))
    yield { fault: 'the API server’s subnet', plant: allow(apiServer.subnets[0]!), says: 'the API server' };
  if (cni === 'cilium')
    yield {
      fault: 'an entity for all',
      plant: patch(
        'CiliumNetworkPolicy tenant-presign-api-server',
        operation('add', '/spec/egress/0/toEntities/-', 'world'),
      ),
      says: 'opens egress for the entity world',
    };
  else
    yield {
      fault: 'every port of the agent',
      plant: patch(
        'NetworkPolicy tenant-presign-pod-identity-agent',
        '- { op: remove, path: /spec/egress/0/ports }',
      ),
      says: `opens every port`,
    };
}

const prepared = (kind: Kind) => {
  const workspace = new Workspace('team-b');
  const profile = become(workspace, settings(kind));
  readKeysFromApiServer(workspace, 'overlays/team-b');
  return { workspace, profile };
};

describe.each(KINDS)('$cni, $ipFamily, $dns', (kind) => {
  test('each fault is named, and none is there without', () => {
    const { workspace, profile } = prepared(kind);
    expect(workspace.faults('team-b')).toEqual([]);
    const cases = [...casesOf(profile)];
    expect(cases.length).toBeGreaterThanOrEqual(9);
    for (const { fault, plant, says } of cases) {
      const { workspace: broken } = prepared(kind);
      plant(broken, 'overlays/team-b');
      const messages = broken.faults('team-b').map(({ message }) => message);
      expect(messages, fault).toEqual([expect.stringContaining(says)]);
    }
  });
});
