import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { eventually } from '../support/checks/eventually.js';
import { createTenantAccount, type TenantAccount } from './support/account.js';
import { Caller } from './support/caller.js';
import { Deployment, isReady } from './support/deployment.js';
import { Operator } from './support/operator.js';
import { writeTestOverlay } from './support/test-overlay.js';

// Tests docs/gitops.md: the steps of a GitOps controller in their order. It applies, a pod is evicted, and it prunes.

const cluster = inject('cluster');
const TENANT = 'team-a-gitops';
const PER_SECOND = 20;

describe('a changed tenant file whose pods never get ready', () => {
  let account: TenantAccount;
  let deployment: Deployment;
  let operator: Operator;
  let caller: Caller;

  const configMaps = async () =>
    (await deployment.do('get', 'configmaps', '-o', 'name')).split('\n').filter((name) => /tenant-presign-[a-z0-9]{10}$/.test(name)).toSorted(); // prettier-ignore
  const prune = (...args: string[]) => operator.run(['tenant:prune', TENANT, ...args]);
  const applyWith = async (change: Partial<TenantAccount>) => {
    const overlay = await writeTestOverlay(cluster, {
      of: 'team-a',
      namespace: TENANT,
      account: { ...account, ...change },
    });
    await deployment.do('apply', '-k', overlay);
    await rm(overlay, { recursive: true });
  };
  const pods = async () => (await deployment.pods()).map(({ metadata }) => metadata.name);

  beforeAll(async () => {
    operator = await Operator.at(cluster);
    account = await createTenantAccount(cluster, { tenant: TENANT });
    deployment = await Deployment.apply(cluster, { of: 'team-a', namespace: TENANT, account });
    caller = await Caller.start(cluster, { tenant: TENANT });
    await deployment.rolledOut();
  });
  afterAll(async () => {
    await deployment?.[Symbol.asyncDispose]();
    await operator?.[Symbol.asyncDispose]();
  });

  it('an old pod that is evicted comes back, and undo works, under load: tenant:prune keeps what a ReplicaSet names', async () => {
    const before = await pods();
    const [first] = await configMaps();
    const { failed } = await caller.askWhile(PER_SECOND, async () => {
      await applyWith({ bucket: `${account.bucket}-none` });
      expect(await configMaps()).toHaveLength(2);
      expect(await prune('--apply')).toMatchObject({
        code: 0,
        out: `Nothing to delete in ${TENANT}.\n`,
        err: '',
      });
      await deployment.do('delete', `pod/${before[0]!}`, '--wait=false');
      await eventually(
        'two old pods are ready again',
        async () => (await deployment.pods()).filter(isReady).length === 2,
        { timeout: 60_000, every: 1_000 },
      );
      await deployment.do('rollout', 'undo', 'deployment/tenant-presign');
      await deployment.rolledOut();
    });
    expect(failed).toEqual([]);
    expect(await configMaps()).toContain(first);
  });

  it('says why they are not to be pruned: without its ConfigMap an old pod never comes back', async () => {
    const [before] = await pods();
    await applyWith({ bucket: `${account.bucket}-other` });
    const mounted = await deployment.do(
      'get',
      `pod/${before!}`,
      '-o',
      'jsonpath={.spec.volumes[*].projected.sources[*].configMap.name}',
    );
    const old = mounted.split(' ').find((name) => name.startsWith('tenant-presign-'))!;
    const kept = await deployment.do('get', `configmap/${old}`, '-o', 'json');
    await deployment.do('delete', `configmap/${old}`); // a controller prunes this way
    await deployment.do('delete', `pod/${before!}`, '--wait=false');
    await eventually(
      'it can’t mount',
      async () =>
        (await deployment.do('get', 'events', '--field-selector=reason=FailedMount', '-o', 'name')) !== '',
      { timeout: 60_000, every: 1_000 },
    );
    expect((await deployment.pods()).filter(isReady)).toHaveLength(1);
    const { metadata, ...rest } = JSON.parse(kept) as {
      metadata: { name: string; annotations: Record<string, string> };
    };
    expect(metadata.annotations).toMatchObject({
      'argocd.argoproj.io/sync-options': 'PruneLast=true',
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    });
    await deployment.kubectl.apply({ ...rest, metadata: { name: metadata.name, namespace: TENANT } });
    await deployment.do('rollout', 'undo', 'deployment/tenant-presign');
    await deployment.rolledOut();
  });

  it('tenant:prune deletes what nothing names, once --apply says so', async () => {
    await deployment.do('create', 'configmap', 'tenant-presign-0123456789', '--from-literal=tenants.yaml=x');
    await deployment.do('create', 'configmap', 'theirs', '--from-literal=x=y');
    expect(await prune()).toMatchObject({
      code: 0,
      out: expect.stringContaining('  tenant-presign-0123456789\n'),
    });
    expect(await configMaps()).toContain('configmap/tenant-presign-0123456789');
    const { failed } = await caller.askWhile(PER_SECOND, async () => {
      expect(await prune('--apply')).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^Deleted in team-a-gitops: .*tenant-presign-0123456789/),
      });
      await deployment.do('rollout', 'restart', 'deployment/tenant-presign');
      await deployment.rolledOut();
    });
    expect(failed).toEqual([]);
    expect(await deployment.do('get', 'configmap/theirs', '-o', 'name')).toContain('theirs');
  });
});
