import type { ClusterProfile } from '../../cluster/profile.js';
import { parseImage } from '../../kustomize/image.js';
import { failed, ok, skipped, warning, type Finding } from './finding.js';
import type { Inventory } from './inventory.js';
import type { Needs } from './needs.js';

/** The minor version of Kubernetes 1.30, the oldest release of the API server: `preStop.sleep` is on (KEP-3960). */
const OLDEST_SERVER = 30;
/** The largest difference between minor versions, from Kubernetes, "Version Skew Policy". */
const MAX_SKEW = 1;
/** The minor version of kubectl 1.31, the oldest that has kustomize 5.4. */
const OLDEST_CLIENT = 31;

const CRDS: Readonly<Record<string, readonly string[]>> = {
  'gateway-route': ['httproutes.gateway.networking.k8s.io'],
  'service-monitor': ['servicemonitors.monitoring.coreos.com'],
  'pod-monitor': ['podmonitors.monitoring.coreos.com'],
  keda: ['scaledobjects.keda.sh'],
  knative: ['services.serving.knative.dev'],
  'external-secret': ['externalsecrets.external-secrets.io'],
  'alb-target-group': ['targetgroupconfigurations.gateway.k8s.aws'],
  platform: ['prometheusrules.monitoring.coreos.com'],
};

/** Compares what the cluster has with its profile and with what its overlays need, and yields the findings. */
export function* inventoryFindings(
  profile: ClusterProfile,
  needs: Needs,
  inventory: Inventory,
): Iterable<Finding> {
  yield versions(inventory);
  yield* crds(profile, needs, inventory);
  yield webhook(needs, inventory);
  yield agent(needs, inventory);
  yield metricsServer(needs, inventory);
  yield policyAgent(profile, inventory);
  yield* addresses(profile, inventory);
  yield imageDigest(profile);
}

/** Returns the finding for a kind that kubectl may not list. This is not a fault of the cluster. */
const unseen = (check: string, kind: string): Finding =>
  warning(check, `kubectl may not list ${kind}`, `run this command with the right to get and list ${kind}`);

function versions({ client, server, kustomize }: Inventory): Finding {
  const [ofClient, ofServer] = [minorOf(client), minorOf(server)];
  if (ofServer === undefined)
    return failed(
      'versions',
      'the API server doesn’t answer',
      'see kubectl version and kubectl config current-context',
    );
  const detail = `kubectl ${client}, kustomize ${kustomize}, server ${server}`;
  if (ofServer < OLDEST_SERVER)
    return failed(
      'versions',
      detail,
      `upgrade the cluster to 1.${OLDEST_SERVER} or newer: older ones don’t know preStop.sleep`,
    );
  if (ofClient === undefined || ofClient < OLDEST_CLIENT)
    return failed(
      'versions',
      detail,
      `install kubectl 1.${OLDEST_CLIENT} or newer: overlays need kustomize 5.4`,
    );
  if (Math.abs(ofClient - ofServer) > MAX_SKEW)
    return warning('versions', detail, 'install a kubectl that is at most one minor release from the server');
  return ok('versions', detail);
}

function minorOf(version: string | undefined): number | undefined {
  const [, minor] = /^v?1\.(\d+)/.exec(version ?? '') ?? [];
  return minor === undefined ? undefined : Number(minor);
}

function* crds(profile: ClusterProfile, { components }: Needs, inventory: Inventory): Iterable<Finding> {
  const wanted = [...components].flatMap((component) =>
    (CRDS[component] ?? []).map((crd) => ({ component, crd })),
  );
  if (profile.cni === 'cilium')
    wanted.push({ component: 'cni: cilium', crd: 'ciliumnetworkpolicies.cilium.io' });
  if (wanted.length > 0 && inventory.crds === undefined) {
    yield unseen('custom resources', 'customresourcedefinitions');
    return;
  }
  const missing = wanted.filter(({ crd }) => inventory.crds?.has(crd) !== true);
  for (const { component, crd } of missing)
    yield failed(
      'custom resources',
      `${crd} is missing, and ${component} needs it`,
      `install the software that brings it, or remove ${component} from the overlays`,
    );
  if (missing.length === 0)
    yield ok(
      'custom resources',
      wanted.length === 0 ? 'none is needed' : [...new Set(wanted.map(({ crd }) => crd))].join(', '),
    );
}

function webhook({ components }: Needs, { webhooks }: Inventory): Finding {
  const component = ['irsa', 'chained-role'].find((each) => components.has(each));
  if (component === undefined) return skipped('IRSA webhook', 'no overlay needs it');
  if (webhooks === undefined) return unseen('IRSA webhook', 'mutatingwebhookconfigurations');
  return webhooks.has('pod-identity-webhook')
    ? ok('IRSA webhook', 'pod-identity-webhook')
    : failed(
        'IRSA webhook',
        `MutatingWebhookConfiguration pod-identity-webhook is missing, and ${component} needs it`,
        'EKS installs it; elsewhere install amazon-eks-pod-identity-webhook',
      );
}

function agent({ components }: Needs, { agent: found }: Inventory): Finding {
  if (!components.has('pod-identity')) return skipped('Pod Identity agent', 'no overlay needs it');
  if (found === undefined)
    return warning(
      'Pod Identity agent',
      'DaemonSet eks-pod-identity-agent is missing in kube-system; nodes of Auto Mode have it without one',
      'aws eks create-addon --addon-name eks-pod-identity-agent --cluster-name CLUSTER',
    );
  const detail = `${found.ready} of ${found.wanted} pods are ready`;
  return found.ready === found.wanted && found.wanted > 0
    ? ok('Pod Identity agent', detail)
    : failed(
        'Pod Identity agent',
        detail,
        'kubectl --namespace kube-system describe daemonset eks-pod-identity-agent',
      );
}

function metricsServer({ components }: Needs, { metrics }: Inventory): Finding {
  const scaler = ['hpa', 'keda'].find((each) => components.has(each));
  if (scaler === undefined) return skipped('metrics-server', 'no overlay scales by CPU');
  if (metrics === undefined) return unseen('metrics-server', 'apiservices');
  return metrics
    ? ok('metrics-server', 'the metrics API answers')
    : failed(
        'metrics-server',
        `the metrics API doesn’t answer, and ${scaler} scales by it`,
        'install metrics-server (on EKS: the add-on metrics-server)',
      );
}

function policyAgent({ cni }: ClusterProfile, { vpcCni }: Inventory): Finding {
  if (cni !== 'vpc-cni') return skipped('policy agent', `the probe below shows it, for cni ${cni}`);
  if (vpcCni.length === 0)
    return warning(
      'policy agent',
      'DaemonSet aws-node was not found in kube-system',
      'the probe below shows whether policies are enforced',
    );
  return vpcCni.includes('aws-eks-nodeagent')
    ? ok('policy agent', 'aws-node has aws-eks-nodeagent')
    : failed(
        'policy agent',
        'aws-node has no aws-eks-nodeagent, so nothing enforces policies',
        'update the add-on vpc-cni with enableNetworkPolicy: "true"',
      );
}

/**
 * Checks that the image has a digest. A tag may be pushed again, and then nodes that pull it later run another image.
 */
function imageDigest({ image }: ClusterProfile): Finding {
  return parseImage(image).digest === undefined
    ? warning(
        'image digest',
        `image is ${image}, without a digest`,
        'npm run tenant:upgrade -- CLUSTER --to VERSION@sha256:… writes one',
      )
    : ok('image digest', image);
}

const compare = (check: string, setting: string, said: string, found: string | undefined): Finding => {
  if (found === undefined)
    return warning(
      check,
      `the cluster’s value can’t be read; ${setting} is ${said}`,
      `compare ${setting} with the cluster by hand`,
    );
  return said === found
    ? ok(check, found)
    : failed(
        check,
        `${setting} is ${said}, and the cluster has ${found}`,
        `write ${found} into the profile, and render it`,
      );
};

function* addresses(profile: ClusterProfile, { dns, apiServer, issuer }: Inventory): Iterable<Finding> {
  yield compare('issuer', 'issuer', profile.issuer, issuer);
  if (profile.dns.type !== 'cluster-ip' || dns !== undefined)
    yield compare('DNS address', 'dns.clusterIP', profile.dns.clusterIP, dns);
  yield compare('API server address', 'apiServer.clusterIP', profile.apiServer.clusterIP, apiServer);
}
