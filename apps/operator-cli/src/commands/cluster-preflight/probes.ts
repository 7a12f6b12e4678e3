import { isIPv6 } from 'node:net';
import { componentFiles } from '../../cluster/component-files.js';
import type { ClusterProfile } from '../../cluster/profile.js';
import { METADATA, POD_IDENTITY_AGENT } from '../../cluster/reachable.js';
import { get, list, text } from '../../kustomize/data.js';
import { failed, type Finding } from './finding.js';
import type { CallOptions, Kubectl } from '../../live/kubectl.js';
import type { Needs } from './needs.js';
import { authorities, defaultDeny, probe, server, type ProbePod } from './objects.js';
import { probeFindings, type Targets } from './probe-findings.js';
import { parseReport, type ProbeReport } from './probe-program.js';

/** The times, in milliseconds, until a pod runs (including the pull of its image), and until a policy applies. */
const POD_STARTS = 120_000;
const PATIENCE = 30_000;

export interface ProbeOptions {
  readonly namespace: string;
  readonly image: string;
  /** Certificate authorities, as PEM. */
  readonly ca: string | undefined;
  readonly sts: string;
}

/** The error of a pod that doesn't run. The finding gives the reason. */
class PodFailed extends Error {
  constructor(readonly finding: Finding) {
    super(finding.detail);
  }
}

/** Runs the probes in an existing namespace. @throws the reason of the abort signal */
export async function runProbes(
  kubectl: Kubectl,
  profile: ClusterProfile,
  needs: Needs,
  options: ProbeOptions,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const run = new Run(kubectl, options, { signal });
  try {
    if (options.ca !== undefined) await run.apply(authorities(options.ca));
    await run.apply(server(options.image));
    const targets = targetsOf(profile, needs, await run.address('server'), options.sts);
    const none = { open: [], closed: [], names: [], urls: [] };
    const control = await run.probe('control', false, {
      ...none,
      open: [targets.server],
      closed: [targets.metadata],
      patience: 5_000,
    });
    await run.applyText(policies(profile, needs));
    const ours = await run.probe('probe', true, {
      open: [
        ...(targets.agent === undefined ? [] : [targets.agent]),
        ...(targets.keys ? [targets.apiServer] : []),
      ],
      closed: [targets.server, targets.metadata, ...(targets.keys ? [] : [targets.apiServer])],
      names: [targets.clusterName, ...(targets.keys ? [] : [targets.issuerName])],
      urls: [targets.discovery, targets.sts],
      patience: PATIENCE,
    });
    return [...probeFindings(profile, targets, control, ours)];
  } catch (error) {
    if (error instanceof PodFailed) return [error.finding];
    throw error;
  }
}

/** Returns the policies to apply: the base's denial, and the policies of the cluster's components. */
function policies(profile: ClusterProfile, { components }: Needs): string {
  const files = componentFiles(profile);
  const paths = [
    'network-policy.yaml',
    'cilium-network-policy.yaml',
    ...['pod-identity', 'kubernetes-keys']
      .filter((part) => components.has(part))
      .map((part) => `${part}/network-policy.yaml`),
  ];
  return [JSON.stringify(defaultDeny), ...paths.flatMap((path) => files.get(path) ?? [])].join('\n---\n');
}

const addressOf = (range: string): string => range.split('/', 1)[0]!;

function targetsOf(
  profile: ClusterProfile,
  { components }: Needs,
  serverAddress: string,
  sts: string,
): Targets {
  const family = profile.ipFamily === 'ipv4' ? 0 : 1;
  return {
    server: at(serverAddress, 8080),
    apiServer: at(profile.apiServer.clusterIP, 443),
    metadata: at(addressOf(METADATA[family]!), 80),
    agent: components.has('pod-identity') ? at(addressOf(POD_IDENTITY_AGENT[family]!), 80) : undefined,
    keys: components.has('kubernetes-keys'),
    clusterName: 'kubernetes.default.svc',
    issuerName: new URL(profile.issuer).hostname,
    discovery: `${profile.issuer}/.well-known/openid-configuration`,
    sts,
  };
}

const at = (address: string, port: number): string =>
  isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;

/** Calls kubectl in the namespace of one run. */
class Run {
  constructor(
    private readonly kubectl: Kubectl,
    private readonly options: ProbeOptions,
    private readonly call: CallOptions,
  ) {}

  apply = (object: object): Promise<void> => this.applyText(JSON.stringify(object));

  /** Applies manifests. @throws PodFailed */
  async applyText(input: string): Promise<void> {
    const args = ['--namespace', this.options.namespace, 'apply', '--filename', '-'];
    const { code, err } = await this.kubectl.call(args, { ...this.call, input });
    if (code !== 0)
      throw new PodFailed(
        failed(
          'probes',
          `the cluster refused the objects of a probe: ${err}`,
          'see the message; admission policies must let pods run under Pod Security restricted',
        ),
      );
  }

  /** Waits until a pod runs, and returns its address. @throws PodFailed */
  async address(name: string): Promise<string> {
    const pod = await this.#until(
      name,
      (each) =>
        get(each, 'status', 'phase') === 'Running' && text(get(each, 'status', 'podIP')) !== undefined,
    );
    return text(get(pod, 'status', 'podIP'))!;
  }

  /** Runs a probe, and returns its report when it has finished. @throws PodFailed */
  async probe(name: string, isOurs: boolean, plan: ProbePod['plan']): Promise<ProbeReport> {
    const { image, ca, namespace } = this.options;
    await this.apply(probe({ name, image, plan, isOurs, hasAuthorities: ca !== undefined }));
    await this.#until(name, (each) =>
      ['Succeeded', 'Failed'].includes(text(get(each, 'status', 'phase')) ?? ''),
    );
    const { out } = await this.kubectl.call(['--namespace', namespace, 'logs', `pod/${name}`], this.call);
    const report = parseReport(out);
    if (report === undefined)
      throw new PodFailed(
        failed(
          'probes',
          `pod ${name} reports nothing: ${out.trim().slice(-300)}`,
          'name an image of tenant-presign with --image',
        ),
      );
    return report;
  }

  async #until(name: string, good: (pod: unknown) => boolean): Promise<unknown> {
    for (
      const deadline = Date.now() + POD_STARTS + PATIENCE;
      ;
      await new Promise((done) => setTimeout(done, 1_000))
    ) {
      const pod = await this.kubectl.get(['--namespace', this.options.namespace, `pod/${name}`], this.call);
      if (good(pod)) return pod;
      const ended = get(list(get(pod, 'status', 'containerStatuses'))[0], 'state', 'terminated');
      if (ended !== undefined && get(ended, 'exitCode') !== 0)
        throw new PodFailed(
          failed(
            'image',
            `pod ${name} ended: ${text(get(ended, 'message')) ?? text(get(ended, 'reason')) ?? 'no reason'}`,
            'name an image of tenant-presign with --image',
          ),
        );
      const waiting = get(list(get(pod, 'status', 'containerStatuses'))[0], 'state', 'waiting');
      const reason = text(get(waiting, 'reason')) ?? '';
      if (/^(?:ErrImage|ImagePull|InvalidImage|CreateContainer)/.test(reason))
        throw new PodFailed(
          failed(
            'image',
            `${this.options.image}: ${reason}: ${text(get(waiting, 'message')) ?? ''}`,
            'push the image, let nodes pull it, or name another with --image',
          ),
        );
      if (Date.now() > deadline)
        throw new PodFailed(
          failed(
            'probes',
            `pod ${name} doesn’t run: ${whyNot(pod)}`,
            'see nodes, quotas and taints: kubectl get events',
          ),
        );
    }
  }
}

function whyNot(pod: unknown): string {
  const condition = list(get(pod, 'status', 'conditions')).find((each) => get(each, 'status') === 'False');
  return text(get(condition, 'message')) ?? text(get(pod, 'status', 'phase')) ?? 'it is not there';
}
