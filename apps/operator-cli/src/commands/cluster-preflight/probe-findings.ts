import type { ClusterProfile } from '../../cluster/profile.js';
import { failed, ok, skipped, type Finding } from './finding.js';
import type { ProbeReport } from './probe-program.js';

/** The addresses, names and URLs that probes try. */
export interface Targets {
  /** The `HOST:PORT` of the server pod. */
  readonly server: string;
  readonly apiServer: string;
  readonly metadata: string;
  /** The `HOST:PORT` of the Pod Identity agent; `undefined` if no overlay needs it. */
  readonly agent: string | undefined;
  /** Whether the cluster's keys come from its API server. */
  readonly keys: boolean;
  readonly clusterName: string;
  readonly issuerName: string;
  readonly discovery: string;
  readonly sts: string;
}

/**
 * Yields the findings from the reports of two probes.
 *
 * @param control the report of a pod without policies
 * @param ours the report of a pod with the policies of the API's pods
 */
export function* probeFindings(
  profile: ClusterProfile,
  targets: Targets,
  control: ProbeReport,
  ours: ProbeReport,
): Iterable<Finding> {
  yield enforcement(profile, targets, control, ours);
  yield dns(profile, targets, ours);
  yield issuer(profile, targets, ours);
  yield sts(targets, ours);
  yield apiServer(profile, targets, ours);
  yield metadata(targets, control, ours);
  yield agent(targets, ours);
}

function enforcement(
  { cni }: ClusterProfile,
  { server }: Targets,
  control: ProbeReport,
  ours: ProbeReport,
): Finding {
  const check = 'network policies';
  if (control.open[server] !== 'ok')
    return failed(
      check,
      `without a policy a pod doesn’t reach another (${control.open[server]}), so the probe proves nothing`,
      'check the policies of the whole cluster, and the CNI',
    );
  return ours.closed[server] === 'ok'
    ? failed(
        check,
        'a pod reaches what a policy denies, 30 s after it was applied: nothing enforces policies',
        TURN_ON[cni],
      )
    : ok(check, `a denied connection fails (${ours.closed[server]})`);
}

const TURN_ON: Readonly<Record<ClusterProfile['cni'], string>> = {
  'vpc-cni': 'update the add-on vpc-cni with enableNetworkPolicy: "true"; Fargate enforces none',
  'auto-mode': 'turn on networkPolicy in the NodeClass, and the controller by ConfigMap amazon-vpc-cni',
  cilium: 'see cilium status: policy enforcement must not be never',
  calico: 'see kubectl get tigerastatus',
};

function dns(
  { dns: { type, clusterIP, address } }: ClusterProfile,
  { clusterName, issuerName }: Targets,
  { names }: ProbeReport,
): Finding {
  const broken = [clusterName, issuerName].filter(
    (name) => names[name] !== undefined && names[name] !== 'ok',
  );
  if (broken.length === 0) return ok('DNS', `${clusterName} and ${issuerName} resolve`);
  const known = `dns is ${type}, clusterIP ${clusterIP}${address === undefined ? '' : `, address ${address}`}`;
  return failed(
    'DNS',
    broken.map((name) => `${name}: ${names[name]}`).join('; '),
    `compare the profile with the servers that answer DNS (${known})`,
  );
}

function issuer(
  { issuer: expected }: ClusterProfile,
  { discovery, keys }: Targets,
  { urls }: ProbeReport,
): Finding {
  const check = 'issuer reachable';
  const answer = urls[discovery];
  if (keys && answer?.status !== 200)
    return skipped(check, 'not needed: its keys are read from the API server');
  const fix =
    'give pods a way to it (NAT gateway), or read its keys from the API server: docs/clusters.md, Private clusters';
  if (answer?.status === undefined) return failed(check, `${discovery}: ${answer?.error}`, fix);
  if (answer.status !== 200)
    return failed(
      check,
      `${discovery}: status ${answer.status}`,
      'compare issuer in the profile with the cluster’s',
    );
  const found = issuerIn(answer.text);
  return found === expected
    ? ok(check, expected)
    : failed(
        check,
        `${discovery} is of ${found ?? 'no issuer'}`,
        'compare issuer in the profile with the cluster’s',
      );
}

function issuerIn(text = ''): string | undefined {
  try {
    const { issuer: found } = JSON.parse(text) as { issuer?: unknown };
    return typeof found === 'string' ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the finding for STS. Any answer counts: STS redirects browsers to its documentation. */
function sts({ sts: url }: Targets, { urls }: ProbeReport): Finding {
  const answer = urls[url];
  return answer?.status === undefined
    ? failed(
        'STS reachable',
        `${url}: ${answer?.error}`,
        'name the addresses of the interface endpoint in endpoints, or give pods a NAT gateway',
      )
    : ok('STS reachable', url);
}

function apiServer(
  { apiServer: { clusterIP } }: ClusterProfile,
  targets: Targets,
  { open, closed }: ProbeReport,
): Finding {
  const check = 'API server';
  if (targets.keys)
    return open[targets.apiServer] === 'ok'
      ? ok(check, `reached at ${clusterIP}, for its keys`)
      : failed(
          check,
          `${targets.apiServer}: ${open[targets.apiServer]}`,
          'compare apiServer and cni in the profile with the cluster',
        );
  return closed[targets.apiServer] === 'ok'
    ? failed(
        check,
        `pods can reach it at ${clusterIP}, though no overlay needs that`,
        'see network policies above',
      )
    : ok(check, 'pods can’t reach it, and don’t need it');
}

function metadata({ metadata: where }: Targets, control: ProbeReport, ours: ProbeReport): Finding {
  const check = 'instance metadata';
  if (ours.closed[where] === 'ok')
    return failed(
      check,
      `pods can reach ${where}, at which the node gives out its credentials`,
      'see network policies above, and require IMDSv2 with a hop limit of 1',
    );
  return ok(check, control.closed[where] === 'ok' ? 'the policies keep pods from it' : 'no pod can reach it');
}

function agent({ agent: where }: Targets, { open }: ProbeReport): Finding {
  const check = 'agent reachable';
  if (where === undefined) return skipped(check, 'no overlay needs the Pod Identity agent');
  return open[where] === 'ok'
    ? ok(check, where)
    : failed(
        check,
        `${where}: ${open[where]}`,
        'see DaemonSet eks-pod-identity-agent; on Calico set defaultEndpointToHostAction: Accept',
      );
}
