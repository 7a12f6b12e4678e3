import { parse, stringify } from 'yaml';
import { readCluster, writeCluster } from '../../../apps/operator-cli/src/cluster/clusters.js';
import type { ClusterProfile, Cni, DnsType } from '../../../apps/operator-cli/src/cluster/profile.js';
import type { Family } from '../../../apps/operator-cli/src/cluster/address-range.js';
import type { Workspace } from './workspace.js';

/** The network of one kind of cluster. */
export interface Kind {
  readonly cni: Cni;
  readonly ipFamily: Family;
  readonly dns: DnsType;
}

const COMBINED = (['ipv4', 'ipv6'] as const).flatMap((ipFamily): Kind[] => [
  ...(['vpc-cni', 'cilium', 'calico'] as const).flatMap((cni) =>
    (['kube-dns', 'node-local-dns'] as const).map((dns) => ({ cni, ipFamily, dns })),
  ),
  { cni: 'auto-mode', ipFamily, dns: 'cluster-ip' },
]);
export const KINDS: readonly Kind[] = COMBINED;

/** Returns the settings of a kind of cluster, which replace those of cluster blue. */
export function settings({ cni, ipFamily, dns }: Kind): object {
  const v4 = ipFamily === 'ipv4';
  return {
    cni,
    ipFamily,
    pods: v4 ? ['10.0.0.0/16', '100.64.0.0/10'] : ['2001:db8:1234:1a00::/56'],
    services: v4 ? ['172.20.0.0/16'] : ['fd12:3456::/108'],
    dns: {
      type: dns,
      clusterIP: v4 ? '172.20.0.10' : 'fd12:3456::a',
      ...(dns === 'node-local-dns' && { address: v4 ? '169.254.20.10' : 'fd00:10::10' }),
    },
    apiServer: {
      clusterIP: v4 ? '172.20.0.1' : 'fd12:3456::1',
      subnets: v4 ? ['10.1.0.0/28', '10.1.0.16/28'] : ['2001:db8:1234:1b00::/64'],
    },
    endpoints: v4
      ? ['10.0.30.0/28', '10.1.0.7/32']
      : ['2001:db8:1234:1a00:30::/112', '2001:db8:1234:1b00::7/128'],
    identityProviders: v4 ? ['10.50.0.9/32'] : ['fd99::9/128'],
    ingress: { namespaces: ['portal'], ranges: v4 ? ['10.0.8.0/24'] : ['2001:db8:1234:1a08::/64'] },
    monitoring: ['monitoring', 'observability'],
  };
}

/** Changes the profile of cluster blue in a workspace to one of that kind. @throws Error if the profile has errors */
export function become(workspace: Workspace, changes: object): ClusterProfile {
  const before = parse(workspace.read('clusters/blue.yaml')) as object;
  workspace.write('clusters/blue.yaml', stringify({ ...before, ...changes }));
  const { profile, errors } = readCluster(workspace.layout, 'blue');
  if (profile === undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  writeCluster(workspace.layout, profile);
  return profile;
}
