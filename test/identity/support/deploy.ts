import type { ApiClient } from '../../support/clients/api-client.js';
import { ApiPod } from '../../support/processes/api-pod.js';
import type { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import type { Behaviour } from '../../support/fakes/misbehaving-proxy.js';
import type { ProjectedToken } from '../../support/fakes/projected-token.js';
import type { StoppablePeer } from '../../support/fakes/stoppable-peer.js';
import { StsFront } from '../../support/fakes/sts-front.js';
import { injectedForIrsa } from './webhook.js';
import { radosgw, type Deployable } from './world.js';

/** A process of the API in a pod, with the pod's surroundings. */
export interface Deployment extends AsyncDisposable {
  readonly api: ApiPod;
  /** The STS of this pod only. */
  readonly sts: StsFront;
  /** The service account's token. */
  readonly token: ProjectedToken;
  readonly client: ApiClient;
  /** A process between the pod and STS, if the test has one. */
  readonly peer?: StoppablePeer | undefined;
}

export interface DeploymentSpec {
  readonly team: Deployable;
  readonly cluster: ClusterIssuer;
  /** Fields that replace those of the team's tenant in the tenant file. */
  readonly change?: object;
  /** Further tenants of the same process. */
  readonly others?: readonly Deployable[];
  /** The behaviours of STS from the start. */
  readonly behaviours?: readonly Behaviour[];
  /** Returns the token that kubelet writes into the token file; by default a token of the team's pod. */
  readonly issue?: () => Promise<string>;
  /** Further environment variables of the process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clockAhead?: number;
  /** Starts a process between the pod and STS. */
  readonly behind?: (sts: string) => Promise<StoppablePeer>;
}

/**
 * Starts a pod as EKS does with IRSA: an annotated service account, a token file, and the environment that the webhook
 * sets.
 */
export async function deploy(spec: DeploymentSpec): Promise<Deployment> {
  const { team, cluster, others = [], issue, env, clockAhead, behind } = spec;
  await using stack = new AsyncDisposableStack();
  const sts = stack.use(await startSts(spec));
  const peer = behind && stack.use(await behind(sts.url));
  const token = await cluster.projectToken(team.pod, issue);
  const api = stack.use(
    await ApiPod.start({
      tenants: [{ ...team.entry, ...spec.change }, ...others.map(({ entry }) => entry)],
      clockAhead,
      env: {
        ...injectedForIrsa(team.annotatedRoleArn ?? team.roleArn, token.file),
        ...awsIsHere((peer ?? sts).url),
        ...env,
      },
    }),
  );
  const client = await api.client();
  const all = stack.move();
  return { api, sts, token, client, peer, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Starts an STS for one pod. It requires the external ids that the tenants' roles require. */
export async function startSts({
  team,
  others = [],
  behaviours = [],
}: Pick<DeploymentSpec, 'team' | 'others' | 'behaviours'>): Promise<StsFront> {
  const sts = await StsFront.start(radosgw.endpoint);
  for (const { roleArn, externalId } of [team, ...others]) {
    if (externalId !== undefined) sts.requireExternalId(roleArn, externalId);
  }
  sts.behave(...behaviours);
  return sts;
}

/**
 * Returns an environment with this STS as the only AWS endpoint. No call can reach AWS's real endpoints, or a node's
 * metadata service.
 */
export const awsIsHere = (sts: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_STS: sts,
  AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9',
});
