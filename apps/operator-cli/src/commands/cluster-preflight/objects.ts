import { OURS } from '../../cluster/network-policies.js';
import { PROBE_PROGRAM, SERVER_PROGRAM, type ProbePlan } from './probe-program.js';

const CA_FOLDER = '/etc/preflight';

/** The namespace of one run: under Pod Security restricted, as tenants' are. */
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

/** Certificates that probes trust beside the world's. */
export const authorities = (pem: string): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'authorities' },
  data: { 'ca.crt': pem },
});

/** The policy of the base: without the cluster's policies nothing is allowed. */
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
  /** Whether policies for the API's pods are for it. */
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

/** Returns what the policies must keep the probe away from. */
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
    activeDeadlineSeconds: 300, // also if it is never cleaned up
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
