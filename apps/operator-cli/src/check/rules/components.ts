import { TENANTS_DIR, type Overlay } from '../../kustomize/overlay.js';
import type { Fault, SourceRule } from '../fault.js';

const WEB_IDENTITY_TOKEN = 'web-identity-token';
const WAYS = ['irsa', 'pod-identity', 'chained-role'];
/** The components that give pods credentials. */
export const CREDENTIALS = [...WAYS, WEB_IDENTITY_TOKEN];
/** Sets of components that exclude each other: an overlay may list at most one of each set. */
const CHOICES: readonly { readonly names: readonly string[]; readonly why: string }[] = [
  { names: WAYS, why: 'a pod has only one source of credentials' },
  { names: ['irsa', TENANTS_DIR], why: 'the annotation of irsa names one role, and each tenant has its own' },
  { names: ['irsa', WEB_IDENTITY_TOKEN], why: 'with irsa, EKS mounts a token already' },
  {
    names: ['chained-role', WEB_IDENTITY_TOKEN],
    why: 'with chained-role, EKS mounts a token already, and every role can trust it',
  },
  { names: [TENANTS_DIR, 'knative'], why: 'component knative removes the Deployment that mounts the folder' },
  { names: ['hpa', 'keda', 'knative'], why: 'one autoscaler decides how many pods there are' },
  {
    names: ['gateway-route', 'knative'],
    why: 'Knative has its own ingress, and component knative removes the Service',
  },
  { names: ['alb-ingress', 'gateway-route'], why: 'each gives access from outside the cluster' },
  {
    names: ['alb-ingress', 'knative'],
    why: 'Knative has its own ingress, and component knative removes the Service',
  },
  {
    names: ['service-monitor', 'knative'],
    why: 'component knative removes the Service by which Prometheus finds pods',
  },
];

/**
 * Returns whether the overlay lists components that exclude each other. Rules skip the faults that follow from this.
 */
export const areAtOdds = (overlay: Overlay): boolean =>
  CHOICES.some(({ names }) => overlay.components.filter(({ name }) => names.includes(name)).length > 1);

/** Returns whether the overlay renames our objects. Rules skip the faults that follow from this. */
export const isRenamed = ({ kustomization }: Overlay): boolean =>
  ['namePrefix', 'nameSuffix'].some((field) => kustomization.lineOf([field]) !== undefined);

/** Components with load balancers that send requests to pods. The profile must name the load balancers' subnets. */
const LOAD_BALANCERS: ReadonlySet<string> = new Set(['alb-ingress', 'alb-target-group']);

/** Finds components that exclude each other, are listed twice, or are missing. */
export const components: SourceRule = function* ({ overlay, cluster }) {
  const fault = (line: number | undefined, message: string): Fault => ({
    file: overlay.kustomization.path,
    line,
    message,
  });
  for (const { names, why } of CHOICES) {
    const [first, ...others] = overlay.components.filter(({ name }) => names.includes(name));
    for (const { name, line } of others) {
      yield name === first!.name
        ? fault(line, `component ${name} is listed twice; remove one`)
        : fault(line, `components ${first!.name} and ${name} exclude each other: ${why}; keep one`);
    }
  }
  const balancer = overlay.components.find(({ name }) => LOAD_BALANCERS.has(name));
  if (balancer !== undefined && cluster?.profile?.ingress.ranges.length === 0)
    yield fault(
      balancer.line,
      `component ${balancer.name} has a load balancer that no network policy allows to reach pods; name its subnets in ingress.ranges (${cluster.file})`,
    );
  if (overlay.has('alb-target-group') && !overlay.has('gateway-route'))
    yield fault(
      balancer!.line,
      `component ${balancer!.name} needs component gateway-route; list that too, or alb-ingress instead`,
    );
  const podMonitor = overlay.components.find(({ name }) => name === 'pod-monitor');
  if (podMonitor !== undefined && !overlay.has('knative'))
    yield fault(
      podMonitor.line,
      'component pod-monitor needs component knative; list ../../components/service-monitor instead',
    );
  const token = overlay.components.find(({ name }) => name === WEB_IDENTITY_TOKEN);
  if (token !== undefined && !overlay.isShared)
    yield fault(
      token.line,
      `component ${WEB_IDENTITY_TOKEN} is for overlays with several roles and needs component ${TENANTS_DIR}; list ../../components/irsa instead`,
    );
  if (!CREDENTIALS.some((name) => overlay.has(name))) {
    const line = overlay.kustomization.lineOf(['components']);
    yield fault(
      line,
      `no component says where credentials come from; add ../../components/irsa, ../../components/chained-role or ../../clusters/${overlay.cluster ?? 'NAME'}/pod-identity`,
    );
  }
};
