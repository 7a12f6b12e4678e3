import type { Family } from './address-range.js';

export const CNIS = ['vpc-cni', 'auto-mode', 'cilium', 'calico'] as const;
export type Cni = (typeof CNIS)[number];

export const DNS_TYPES = ['kube-dns', 'node-local-dns', 'cluster-ip'] as const;
export type DnsType = (typeof DNS_TYPES)[number];

/** The settings in which clusters differ, from `deploy/kustomize/clusters/NAME.yaml`. Every value is valid. */
export interface ClusterProfile {
  readonly name: string;
  /** The issuer of the service accounts' tokens. */
  readonly issuer: string;
  readonly region: string;
  readonly ipFamily: Family;
  /** The network plugin that enforces NetworkPolicies. */
  readonly cni: Cni;
  /**
   * The CIDRs of the addresses of pods and nodes. With the VPC CNI these are the VPC's CIDRs, including secondary ones.
   */
  readonly pods: readonly string[];
  /** The CIDRs of ClusterIPs. */
  readonly services: readonly string[];
  readonly dns: {
    readonly type: DnsType;
    /** The address of the Service kube-dns. */
    readonly clusterIP: string;
    /** The address of NodeLocal DNSCache on each node, if `type` is `node-local-dns`. */
    readonly address: string | undefined;
  };
  readonly apiServer: {
    /** The address of the Service kubernetes. */
    readonly clusterIP: string;
    /** The CIDRs of the subnets in which EKS places its network interfaces. */
    readonly subnets: readonly string[];
  };
  /** The CIDRs of VPC interface endpoints. */
  readonly endpoints: readonly string[];
  /** The CIDRs of identity providers with private addresses. */
  readonly identityProviders: readonly string[];
  /** Callers in addition to the tenant's own pods and the namespaces with the label of clients. */
  readonly ingress: { readonly namespaces: readonly string[]; readonly ranges: readonly string[] };
  /** The namespaces that scrape pods. The first one holds alerts and dashboards. */
  readonly monitoring: readonly string[];
  readonly gateway: { readonly namespace: string; readonly name: string; readonly listener: string };
  readonly knative: { readonly serving: string; readonly ingress: readonly string[] };
  /** The image, `NAME:TAG[@DIGEST]`. */
  readonly image: string;
  /** The image that ran before, to which `tenant:upgrade --back` returns; `undefined` if there is none. */
  readonly previousImage: string | undefined;
  /** The web address of docs/operate.md, which alerts link to. */
  readonly runbooks: string;
}

/** One validation error in a profile, with its line. */
export interface ProfileError {
  readonly line: number | undefined;
  readonly message: string;
}
