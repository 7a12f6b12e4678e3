import { fields, get, list, text } from '../../kustomize/data.js';
import type { CallOptions, Kubectl } from '../../live/kubectl.js';

/** The objects and settings of a cluster, as its API server reports them. */
export interface Inventory {
  readonly client: string | undefined;
  readonly server: string | undefined;
  readonly kustomize: string | undefined;
  /** The names of custom resource definitions; `undefined` if kubectl may not list them. */
  readonly crds: ReadonlySet<string> | undefined;
  /** The names of mutating webhook configurations; `undefined` if kubectl may not list them. */
  readonly webhooks: ReadonlySet<string> | undefined;
  /** The numbers of pods of EKS's Pod Identity agent; `undefined` if there is no such DaemonSet. */
  readonly agent: { readonly ready: number; readonly wanted: number } | undefined;
  /** Whether the metrics API answers; `undefined` if kubectl may not see it. */
  readonly metrics: boolean | undefined;
  /** The containers of the VPC CNI's DaemonSet. */
  readonly vpcCni: readonly string[];
  /** The ClusterIP of Service kube-dns; `undefined` if there is none. */
  readonly dns: string | undefined;
  /** The ClusterIP of Service kubernetes. */
  readonly apiServer: string | undefined;
  /** The issuer that the API server names in its discovery document. */
  readonly issuer: string | undefined;
}

/** Reads the inventory of the cluster. A value that kubectl may not see is `undefined`. @throws NoKubectl */
export async function takeInventory(kubectl: Kubectl, options: CallOptions): Promise<Inventory> {
  const names = async (...args: string[]) => {
    const found = await kubectl.get(args, options); // an empty list counts as an answer
    return found === undefined
      ? undefined
      : new Set(list(get(found, 'items')).flatMap((each) => text(get(each, 'metadata', 'name')) ?? []));
  };
  const object = (...args: string[]) => kubectl.get(args, options);
  const raw = async (path: string) => {
    const { code, out } = await kubectl.call(['get', '--raw', path], options);
    return code === 0 ? parsed(out) : undefined;
  };
  const [version, crds, webhooks, agent, metrics, cni, dns, apiServer, discovery] = await Promise.all([
    kubectl.call(['version', '--output', 'json'], options),
    names('customresourcedefinitions'),
    names('mutatingwebhookconfigurations'),
    object('--namespace', 'kube-system', 'daemonset/eks-pod-identity-agent'),
    kubectl.call(
      ['get', 'apiservice/v1beta1.metrics.k8s.io', '--ignore-not-found', '--output', 'json'],
      options,
    ),
    object('--namespace', 'kube-system', 'daemonset/aws-node'),
    object('--namespace', 'kube-system', 'service/kube-dns'),
    object('--namespace', 'default', 'service/kubernetes'),
    raw('/.well-known/openid-configuration'),
  ]);
  const versions = parsed(version.out);
  return {
    client: text(get(versions, 'clientVersion', 'gitVersion')),
    kustomize: text(get(versions, 'kustomizeVersion')),
    server: text(get(versions, 'serverVersion', 'gitVersion')),
    crds,
    webhooks,
    agent:
      agent === undefined
        ? undefined
        : {
            ready: Number(get(agent, 'status', 'numberReady') ?? 0),
            wanted: Number(get(agent, 'status', 'desiredNumberScheduled') ?? 0),
          },
    metrics:
      metrics.code === 0
        ? list(get(parsed(metrics.out), 'status', 'conditions')).some(
            (each) => get(each, 'type') === 'Available' && get(each, 'status') === 'True',
          )
        : undefined,
    vpcCni: list(get(cni, 'spec', 'template', 'spec', 'containers')).flatMap(
      (each) => text(get(each, 'name')) ?? [],
    ),
    dns: text(get(dns, 'spec', 'clusterIP')),
    apiServer: text(get(apiServer, 'spec', 'clusterIP')),
    issuer: text(get(discovery, 'issuer')),
  };
}

function parsed(json: string): Record<string, unknown> | undefined {
  try {
    return fields(JSON.parse(json));
  } catch {
    return undefined;
  }
}
