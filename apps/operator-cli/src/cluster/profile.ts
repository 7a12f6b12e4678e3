import type { Family } from './address-range.js';

export const CNIS = ['vpc-cni', 'auto-mode', 'cilium', 'calico'] as const;
export type Cni = (typeof CNIS)[number];

export const DNS_TYPES = ['kube-dns', 'node-local-dns', 'cluster-ip'] as const;
export type DnsType = (typeof DNS_TYPES)[number];

/** What differs between clusters, as `deploy/kustomize/clusters/NAME.yaml` says it. Every value is valid. */
export interface ClusterProfile {
  readonly name: string;
  /** The issuer of the tokens of its service accounts. */
  readonly issuer: string;
  readonly region: string;
  readonly ipFamily: Family;
  /** What enforces NetworkPolicies. */
  readonly cni: Cni;
  /** CIDRs that pods and nodes have addresses of: with the VPC CNI those of the VPC, secondary ones too. */
  readonly pods: readonly string[];
  /** CIDRs of ClusterIPs. */
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
    /** CIDRs of the subnets that EKS puts its network interfaces into. */
    readonly subnets: readonly string[];
  };
  /** CIDRs of VPC interface endpoints. */
  readonly endpoints: readonly string[];
  /** CIDRs of identity providers with private addresses. */
  readonly identityProviders: readonly string[];
  /** Callers beside the tenant's own pods and the namespaces that are labelled as clients. */
  readonly ingress: { readonly namespaces: readonly string[]; readonly ranges: readonly string[] };
  /** Namespaces that scrape pods; the first one holds alerts and dashboards. */
  readonly monitoring: readonly string[];
  readonly gateway: { readonly namespace: string; readonly name: string; readonly listener: string };
  readonly knative: { readonly serving: string; readonly ingress: readonly string[] };
  /** `NAME:TAG[@DIGEST]`. */
  readonly image: string;
  /** The image before, which `tenant:upgrade --back` returns to. */
  readonly previousImage: string | undefined;
  /** The address of docs/operate.md for people; alerts link to it. */
  readonly runbooks: string;
}

/** One thing wrong in a profile, and its line. */
export interface ProfileError {
  readonly line: number | undefined;
  readonly message: string;
}
