import { ApiPod } from '../../support/processes/api-pod.js';
import type { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import type { Behaviour } from '../../support/fakes/misbehaving-proxy.js';
import {
  AGENT_AUDIENCE,
  PodIdentityAgent,
  type AgentSession,
} from '../../support/fakes/pod-identity-agent.js';
import { assumeRole } from './assume.js';
import { awsIsHere, startSts, type Deployment } from './deploy.js';
import { PODS, type TwoAccounts } from './two-accounts.js';
import { injectedForPodIdentity } from './webhook.js';

export interface AgentDeployment extends Deployment {
  readonly agent: PodIdentityAgent;
}

export interface AgentDeploymentSpec {
  readonly accounts: TwoAccounts;
  readonly cluster: ClusterIssuer;
  /** The length of the agent's sessions in seconds. */
  readonly sessions?: number;
  /** The role of the association in account B; by default the tenant's role. */
  readonly targetRoleArn?: string;
  /** The behaviours of the agent from the start. */
  readonly behaviours?: readonly Behaviour[];
  /** Claims that replace those of the token. */
  readonly claims?: Record<string, unknown>;
}

/**
 * Starts a pod as EKS does with Pod Identity: an agent on the node, a token file, and the environment that the webhook
 * sets.
 */
export async function deployWithAgent(spec: AgentDeploymentSpec): Promise<AgentDeployment> {
  const { accounts, cluster, behaviours = [], claims } = spec;
  const { team } = accounts;
  await using stack = new AsyncDisposableStack();
  const sts = stack.use(await startSts({ team }));
  const subject = `system:serviceaccount:${team.pod.namespace}:${team.pod.serviceAccount}`;
  const associations = (sub: string) => (sub === subject ? assumeBoth(spec, sts.url) : undefined);
  const agent = stack.use(await PodIdentityAgent.start(cluster, associations));
  agent.behave(...behaviours);
  const issue = () => cluster.token(team.pod, { aud: [AGENT_AUDIENCE], ...claims });
  const token = await cluster.projectToken(team.pod, issue);
  const api = stack.use(
    await ApiPod.start({
      tenants: [team.entry],
      env: { ...injectedForPodIdentity(agent.uri, token.file), ...awsIsHere(sts.url) },
    }),
  );
  const client = await api.client();
  const all = stack.move();
  return { api, sts, agent, token, client, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Assumes both roles, as EKS does for an association with a target role. */
async function assumeBoth(
  { accounts: { accountA, accountB, team }, sessions, targetRoleArn = team.roleArn }: AgentDeploymentSpec,
  sts: string,
): Promise<AgentSession> {
  const first = await assumeRole(sts, accountA.administrator, { RoleArn: accountA.roleArn(PODS) });
  const target = { RoleArn: targetRoleArn, ExternalId: team.externalId, DurationSeconds: sessions };
  return { ...(await assumeRole(sts, first, target)), accountId: accountB.id };
}
