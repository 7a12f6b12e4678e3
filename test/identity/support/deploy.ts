import type { ApiClient } from '../../support/clients/api-client.js';
import { ApiPod } from '../../support/processes/api-pod.js';
import type { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import type { Behaviour } from '../../support/fakes/misbehaving-proxy.js';
import type { ProjectedToken } from '../../support/fakes/projected-token.js';
import type { StoppablePeer } from '../../support/fakes/stoppable-peer.js';
import { StsFront } from '../../support/fakes/sts-front.js';
import { injectedForIrsa } from './webhook.js';
import { radosgw, type Deployable } from './world.js';

/** A process of ours in a pod, and what stands around it. */
export interface Deployment extends AsyncDisposable {
  readonly api: ApiPod;
  /** STS as only this pod sees it. */
  readonly sts: StsFront;
  /** The service account's token. */
  readonly token: ProjectedToken;
  readonly client: ApiClient;
  /** What stands between the pod and STS, where the test wanted something there. */
  readonly peer?: StoppablePeer | undefined;
}

export interface DeploymentSpec {
  readonly team: Deployable;
  readonly cluster: ClusterIssuer;
  /** Replaces fields of the team's entry in the tenant file. */
  readonly change?: object;
  /** More tenants of the same process. */
  readonly others?: readonly Deployable[];
  /** Of STS, from the start. */
  readonly behaviours?: readonly Behaviour[];
  /** What kubelet writes into the token file; a token of the team's pod, where left out. */
  readonly issue?: () => Promise<string>;
  /** What the process is told besides. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clockAhead?: number;
  /** Puts a process between the pod and STS. */
  readonly behind?: (sts: string) => Promise<StoppablePeer>;
}

/** Starts a pod as EKS does with IRSA: an annotated service account, a token file, and the environment of the webhook. */
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

/** STS for one pod: it knows what the roles of its tenants want to hear. */
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

/** AWS is not there: nothing may ask its real endpoints, nor a node's metadata. */
export const awsIsHere = (sts: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_STS: sts,
  AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9',
});
