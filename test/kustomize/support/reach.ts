import { get, list, text } from '../../../apps/operator-cli/src/kustomize/data.js';
import { selects, type KubeObject } from '../../../apps/operator-cli/src/kustomize/rendering.js';
import { contains } from '../../../apps/operator-cli/src/check/rules/ip-range.js';
import type { Cni } from '../../../apps/operator-cli/src/cluster/profile.js';

// Evaluates which connections policies allow: Kubernetes' NetworkPolicy, and Cilium's rules by entities.

interface Addressed {
  readonly ip: string;
}
export interface PodActor extends Addressed {
  readonly kind: 'pod';
  readonly namespace: string;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}
/** The node itself, or a program in the node's network. */
export interface NodeActor extends Addressed {
  readonly kind: 'node';
}
/** An address outside of the cluster, in the VPC or the Internet. */
export interface OutsideActor extends Addressed {
  readonly kind: 'outside';
  /** The entity that Cilium has for the address, if any. */
  readonly entity?: 'kube-apiserver';
}
/** A ClusterIP. If `onNode` is set, the node itself answers at that address, so that the address is not translated. */
export interface ServiceActor extends Addressed {
  readonly kind: 'service';
  readonly backends: readonly Actor[];
  readonly onNode?: NodeActor;
}
export type Actor = PodActor | NodeActor | OutsideActor | ServiceActor;

export interface Port {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

const LABELS = { 'app.kubernetes.io/name': 'tenant-presign' };

/** The rendered policies for the API's pods, as a CNI enforces them. */
export class Reach {
  constructor(
    private readonly objects: readonly KubeObject[],
    private readonly cni: Cni,
    private readonly namespace: string,
  ) {}

  /** Returns whether the API may open a connection. */
  to(actor: Actor, port: Port): boolean {
    const targets = this.#seen(actor);
    return (
      !this.#isolated('Egress') ||
      targets.some(
        (each) => this.#plain('egress', 'to', each, port) || this.#entity('egress', 'toEntities', each, port),
      )
    );
  }

  /**
   * Returns whether a connection to the API is allowed. Kubelet's own node is always allowed, except on Cilium, which
   * has an entity for it.
   */
  from(actor: Actor, port: Port): boolean {
    if (actor.kind === 'node' && this.cni !== 'cilium') return true;
    return (
      !this.#isolated('Ingress') ||
      this.#plain('ingress', 'from', actor, port) ||
      this.#entity('ingress', 'fromEntities', actor, port)
    );
  }

  /**
   * Returns the destinations that the CNI compares with the policies. The VPC CNI compares before a ClusterIP is
   * translated, and knows the ClusterIPs of selected pods. Calico and Cilium compare after the translation.
   */
  #seen(actor: Actor): readonly Actor[] {
    if (actor.kind !== 'service') return [actor];
    if (this.cni === 'vpc-cni' || this.cni === 'auto-mode')
      return [actor, ...actor.backends.filter(({ kind }) => kind === 'pod')];
    if (actor.onNode) return this.cni === 'cilium' ? [actor.onNode] : [actor];
    return actor.backends;
  }

  #policies(): readonly KubeObject[] {
    return this.objects.filter(
      (object) => object.kind === 'NetworkPolicy' && selects(get(object, 'spec', 'podSelector'), LABELS),
    );
  }

  #isolated(type: 'Ingress' | 'Egress'): boolean {
    return this.#policies().some((policy) => list(get(policy, 'spec', 'policyTypes')).includes(type));
  }

  #plain(direction: 'ingress' | 'egress', peers: 'from' | 'to', actor: Actor, port: Port): boolean {
    return this.#policies().some((policy) =>
      list(get(policy, 'spec', direction)).some((rule) => {
        const ports = list(get(rule, 'ports'));
        const named = list(get(rule, peers));
        return (
          (ports.length === 0 || ports.some((each) => isPort(each, port))) &&
          (named.length === 0 || named.some((peer) => this.#peer(peer, actor)))
        );
      }),
    );
  }

  #peer(peer: unknown, actor: Actor): boolean {
    const block = get(peer, 'ipBlock');
    if (block !== undefined) {
      if (this.cni === 'cilium' && actor.kind !== 'outside') return false; // pods and nodes are identities, not addresses
      const range = `${actor.ip}/${actor.ip.includes(':') ? 128 : 32}`;
      return (
        contains(text(get(block, 'cidr')) ?? '', range) &&
        !list(get(block, 'except')).some((each) => contains(String(each), range))
      );
    }
    if (actor.kind !== 'pod') return false;
    const namespaces = get(peer, 'namespaceSelector');
    const pods = get(peer, 'podSelector');
    const labels = { 'kubernetes.io/metadata.name': actor.namespace, ...actor.namespaceLabels };
    return (
      (namespaces === undefined ? actor.namespace === this.namespace : selects(namespaces, labels)) &&
      (pods === undefined || selects(pods, actor.labels ?? {}))
    );
  }

  #entity(direction: 'ingress' | 'egress', peers: string, actor: Actor, port: Port): boolean {
    const entity = actor.kind === 'node' ? 'host' : actor.kind === 'outside' ? actor.entity : undefined;
    if (this.cni !== 'cilium' || entity === undefined) return false;
    return this.objects
      .filter(
        (object) =>
          object.kind === 'CiliumNetworkPolicy' && selects(get(object, 'spec', 'endpointSelector'), LABELS),
      )
      .flatMap((policy) => list(get(policy, 'spec', direction)))
      .filter((rule) => list(get(rule, peers)).includes(entity))
      .flatMap((rule) => list(get(rule, 'toPorts')))
      .flatMap((each) => list(get(each, 'ports')))
      .some((each) => get(each, 'port') === String(port.port) && get(each, 'protocol') === port.protocol);
  }
}

const isPort = (written: unknown, { port, protocol }: Port): boolean =>
  get(written, 'port') === port && (get(written, 'protocol') ?? 'TCP') === protocol;
