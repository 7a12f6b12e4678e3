import { OURS } from '../../cluster/network-policies.js';
import { PROBE_PROGRAM, SERVER_PROGRAM, type ProbePlan } from './probe-program.js';

const CA_FOLDER = '/etc/preflight';

/** Returns the namespace of one run, with Pod Security level restricted, as tenants' namespaces have it. */
export const namespace = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name,
    labels: {
      'app.kubernetes.io/managed-by': 'tenant-presign-preflight',
      'pod-security.kubernetes.io/enforce': 'restricted',
    },
  },
});

/** Returns a ConfigMap with certificate authorities that probes trust in addition to the public ones. */
export const authorities = (pem: string): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'authorities' },
  data: { 'ca.crt': pem },
});

/** The policy of the base: without the cluster's policies, no traffic is allowed. */
export const defaultDeny = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'default-deny' },
  spec: { podSelector: OURS, policyTypes: ['Ingress', 'Egress'] },
};

export interface ProbePod {
  readonly name: string;
  readonly image: string;
  readonly plan: ProbePlan;
  /** Whether the policies for the API's pods apply to this pod. */
  readonly isOurs: boolean;
  readonly hasAuthorities: boolean;
}

export const probe = ({ name, image, plan, isOurs, hasAuthorities }: ProbePod): object =>
  pod({
    name,
    image,
    program: PROBE_PROGRAM,
    labels: isOurs ? OURS.matchLabels : {},
    env: [
      { name: 'PLAN', value: JSON.stringify(plan) },
      ...(hasAuthorities ? [{ name: 'NODE_EXTRA_CA_CERTS', value: `${CA_FOLDER}/ca.crt` }] : []),
    ],
    volumes: hasAuthorities ? [{ name: 'authorities', configMap: { name: 'authorities' } }] : [],
  });

/** Returns the server pod, which the policies must keep the probe from reaching. */
export const server = (image: string): object =>
  pod({ name: 'server', image, program: SERVER_PROGRAM, labels: {}, env: [], volumes: [] });

interface PodParts {
  readonly name: string;
  readonly image: string;
  readonly program: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly env: readonly object[];
  readonly volumes: readonly { readonly name: string; readonly configMap?: object }[];
}

const pod = ({ name, image, program, labels, env, volumes }: PodParts) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 0,
    activeDeadlineSeconds: 300, // a limit in case that it is never deleted
    containers: [
      {
        name: 'probe',
        image,
        command: ['node', '-e', program],
        env,
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '192Mi' } },
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65532,
          runAsGroup: 65532,
          readOnlyRootFilesystem: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          seccompProfile: { type: 'RuntimeDefault' },
        },
        volumeMounts: volumes.map((volume) => ({ name: volume.name, mountPath: CA_FOLDER, readOnly: true })),
      },
    ],
    volumes,
  },
});
