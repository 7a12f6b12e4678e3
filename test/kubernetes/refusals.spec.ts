import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { createTenantAccount } from './support/account.js';
import { Deployment, isReady } from './support/deployment.js';
import { Monitoring } from './support/monitoring.js';
import { patch } from './support/test-overlay.js';

const cluster = inject('cluster');
const ONE_POD = patch('Deployment', { op: 'replace', path: '/spec/replicas', value: 1 });
const ANNOTATION = '/metadata/annotations/eks.amazonaws.com~1role-arn';
const OTHER_ROLE = 'arn:aws:iam::222222222222:role/team-b-presign';

interface Case {
  readonly namespace: string;
  /** The service account that the role trusts. */
  readonly trusted?: { readonly namespace?: string; readonly serviceAccount?: string };
  readonly patches?: readonly object[];
  readonly reason: RegExp;
}

const CASES: Readonly<Record<string, Case>> = {
  'in another namespace than the role trusts': {
    namespace: 'team-a-elsewhere',
    trusted: { namespace: 'team-a' },
    reason: /denies access.*trust policy/,
  },
  'as another service account than the role trusts': {
    namespace: 'team-a-impostor',
    patches: [patch('ServiceAccount', { op: 'replace', path: '/metadata/name', value: 'impostor' })],
    reason: /denies access.*trust policy/,
  },
  'annotated with another role than the tenant file names': {
    namespace: 'team-a-annotated',
    patches: [patch('ServiceAccount', { op: 'replace', path: ANNOTATION, value: OTHER_ROLE })],
    reason: /annotated with arn:aws:iam::222222222222:role\/team-b-presign/,
  },
  'without an annotation': {
    namespace: 'team-a-bare',
    patches: [patch('ServiceAccount', { op: 'remove', path: ANNOTATION })],
    reason: /AWS_WEB_IDENTITY_TOKEN_FILE is not set.*annotated/,
  },
};

describe('the IRSA overlay', () => {
  it.concurrent.each(Object.entries(CASES))('%s never gets ready, and says why', async (_, refusal) => {
    const { namespace, trusted, patches = [], reason } = refusal;
    const account = await createTenantAccount(cluster, { tenant: namespace, ...trusted });
    await using deployment = await Deployment.apply(cluster, {
      of: 'team-a',
      namespace,
      account,
      patches: [ONE_POD, ...patches],
    });
    await using monitoring = await Monitoring.start(cluster, namespace);
    const pod = await deployment.runningPod();

    const health = await monitoring.readiness(pod.status.podIP!, reason);
    expect(health).toMatchObject({ status: 503, json: { status: 'down' } });
    expect(health.json.reasons.join(' ')).toMatch(reason);
    await expect.poll(() => deployment.logs(), { timeout: 10_000 }).toMatch(reason);

    await sleep(5_000); // time for one or two more tries
    const [later, ...others] = await deployment.pods();
    expect(others).toEqual([]);
    expect(isReady(later!)).toBe(false);
    expect(later!.status.containerStatuses![0]!.restartCount).toBe(0); // a restart would not help
  });
});
