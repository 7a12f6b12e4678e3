import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTenantAccount } from './support/account.js';
import { Caller } from './support/caller.js';
import { Deployment } from './support/deployment.js';
import { Pod } from './support/pod.js';
import { writeTestOverlay } from './support/test-overlay.js';

const cluster = inject('cluster');
const TENANT = 'team-a-rolling';
const PER_SECOND = 20;

// Half of the requests use kept connections, half new ones. See test/kubernetes/programs/trickle.mjs.
describe('under a steady trickle of requests, not one fails while', () => {
  let deployment: Deployment;
  let caller: Caller;

  beforeAll(async () => {
    const account = await createTenantAccount(cluster, { tenant: TENANT });
    deployment = await Deployment.apply(cluster, { of: 'team-a', namespace: TENANT, account });
    caller = await Caller.start(cluster, { tenant: TENANT });
    await deployment.rolledOut();
  });
  afterAll(() => deployment?.[Symbol.asyncDispose]());

  const names = async () => (await deployment.pods()).map(({ metadata }) => metadata.name);

  const scale = async (replicas: number) => {
    const before = await names();
    await deployment.do('scale', 'deployment/tenant-presign', `--replicas=${replicas}`);
    await deployment.rolledOut();
    await expect.poll(async () => (await names()).length, { timeout: 30_000 }).toBe(replicas);
    const after = await names();
    await deployment.gone(before.filter((name) => !after.includes(name)));
  };

  it('all pods are replaced by a rolling update', async () => {
    const before = await names();
    const { sent, failed } = await caller.askWhile(PER_SECOND, async () => {
      await deployment.do('rollout', 'restart', 'deployment/tenant-presign');
      await deployment.rolledOut();
      await deployment.gone(before);
    });
    expect(failed).toEqual([]);
    expect(sent).toBeGreaterThan(5 * PER_SECOND);
    expect(before).toHaveLength(2);
    expect((await names()).filter((name) => before.includes(name))).toEqual([]);
  });

  it('pods are deleted, one by one', async () => {
    const before = await names();
    const { failed } = await caller.askWhile(PER_SECOND, async () => {
      for (const name of before) {
        await deployment.do('delete', `pod/${name}`, '--wait=false');
        await deployment.rolledOut();
        await deployment.gone([name]);
      }
    });
    expect(failed).toEqual([]);
    expect((await names()).filter((name) => before.includes(name))).toEqual([]);
  });

  it('there is one pod, then three, then one', async () => {
    const { failed } = await caller.askWhile(PER_SECOND, async () => {
      await scale(1);
      await scale(3);
      await scale(1);
    });
    expect(failed).toEqual([]);
  });

  it('another tenant is onboarded, and leaves: pods of ours and of theirs are untouched', async () => {
    const other = `${TENANT}-next`;
    const before = await names();
    const { failed } = await caller.askWhile(PER_SECOND, async () => {
      const account = await createTenantAccount(cluster, { tenant: other });
      await using onboarded = await Deployment.prepare(cluster, other);
      const theirs = await Pod.start(cluster, { namespace: other, name: 'theirs' });
      const pod = () => onboarded.do('get', `pod/${theirs.name}`, '-o', 'jsonpath={.metadata.uid} {.status.phase} {.status.containerStatuses[*].restartCount}'); // prettier-ignore
      const asBefore = await pod();
      const overlay = await writeTestOverlay(cluster, { of: 'team-a', namespace: other, account });
      await onboarded.do('apply', '-k', overlay);
      await onboarded.rolledOut();
      expect(await pod()).toBe(asBefore);
      await onboarded.do('delete', '-k', overlay);
      await rm(overlay, { recursive: true });
      await expect.poll(async () => (await onboarded.pods()).length, { timeout: 60_000 }).toBe(0);
      expect(await pod()).toBe(asBefore);
      expect(asBefore).toMatch(/^\S+ Running 0$/);
    });
    expect(failed).toEqual([]);
    expect(await names()).toEqual(before);
  });
});
