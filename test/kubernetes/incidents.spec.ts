import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { sealingCommand } from '../../apps/operator-cli/src/commands/tenant-new/sealing-secret.js';
import { shellBlock } from '../support/docs/nested-blocks.js';
import { createTenantAccount, type TenantAccount } from './support/account.js';
import { Caller } from './support/caller.js';
import { Deployment, isReady } from './support/deployment.js';
import { Operator } from './support/operator.js';
import { writeTestOverlay } from './support/test-overlay.js';

// Tests docs/runbooks. Their commands run unchanged, on a tenant in which the test causes the fault.

const cluster = inject('cluster');
const TENANT = 'team-a-incidents';
const PER_SECOND = 20;

/** Returns the first block of a runbook that contains a text, with the names of the test's tenant. */
const block = (page: string, part: string) =>
  shellBlock(`docs/runbooks/${page}.md`, part).replaceAll(/\bteam-a(?!-)\b/g, TENANT);

describe('the runbook', () => {
  let operator: Operator;
  let account: TenantAccount;
  let deployment: Deployment;
  let caller: Caller;

  const begin = async () => {
    const request = { key: 'app/slow.txt', contentType: 'text/plain', contentLength: 5_000 };
    const { json } = await caller.post('/multipart-uploads', request);
    return (json as { uploadId: string }).uploadId;
  };
  const opens = async (uploadId: string) =>
    (await caller.post(`/multipart-uploads/${uploadId}/parts`, { parts: [{ partNumber: 1 }] })).status;

  /**
   * Makes kubelet look at the pods now, because it removes the file of a lost Secret when it looks. It looks again after 10
   * to 15 seconds in the test's cluster, where an operator has 60 to 90.
   */
  const kubeletLooks = async () => {
    await deployment.do('annotate', 'pods', '--all', '--overwrite', `test/looked=${Date.now()}`);
    await setTimeout(4_000);
  };

  beforeAll(async () => {
    operator = await Operator.at(cluster);
    account = await createTenantAccount(cluster, { tenant: TENANT });
    deployment = await Deployment.prepare(cluster, TENANT);
    await operator.paste(sealingCommand(TENANT));
    const overlay = await writeTestOverlay(cluster, { of: 'team-a', namespace: TENANT, account });
    await deployment.do('apply', '-k', overlay);
    await rm(overlay, { recursive: true });
    caller = await Caller.start(cluster, { tenant: TENANT });
    await deployment.rolledOut();
  });
  afterAll(async () => {
    await deployment?.[Symbol.asyncDispose]();
    await operator?.[Symbol.asyncDispose]();
  });

  it('sealing-key: a lost Secret is made again of what a pod still has', async () => {
    const uploadId = await begin();
    const lost = `kubectl --namespace ${TENANT} delete secret tenant-presign-sealing`;
    const steps = [block('sealing-key', 'put()'), lost, block('sealing-key', 'read_keys()')];
    await kubeletLooks();
    expect(await operator.paste(steps.join('\n'))).toMatch(/\nrestored\n$/);
    expect(await operator.run(['sealing:status', TENANT, '--wait', '60'])).toMatchObject({ code: 0 });
    expect(await opens(uploadId)).toBe(200);
  });

  it('sealing-key: after a leak nothing that was sealed counts, and new uploads go on', async () => {
    const uploadId = await begin();
    await operator.paste([block('sealing-key', 'put()'), block('sealing-key', '--wait 180')].join('\n'));
    expect(await opens(uploadId)).toBe(409);
    expect(await opens(await begin())).toBe(200);
  });

  it('issuer-gone: a pod says what it lacks, and whether it reaches the issuer', async () => {
    const ask = [block('issuer-gone', '/health/ready'), block('issuer-gone', 'openid-configuration')];
    const asked = (ISSUER: string) => operator.paste(ask.join('\n'), { ISSUER });
    expect(await asked(cluster.issuer)).toMatch(/^\{"status":"up".*\}\n200\n$/);
    expect(await asked(`${cluster.issuer}/none`)).toMatch(/\n404\n$/);
    expect(await asked('https://issuer.invalid')).toMatch(/\n(?:ENOTFOUND|EAI_AGAIN)\n$/);
  });

  it('sts-outage: the old pods go on while no new one gets ready, and undo returns to them', async () => {
    const before = (await deployment.pods()).map(({ metadata }) => metadata.name);
    const { failed } = await caller.askWhile(PER_SECOND, async () => {
      const nowhere = 'AWS_ENDPOINT_URL_STS=https://192.0.2.1';
      await deployment.do('set', 'env', 'deployment/tenant-presign', nowhere);
      await expect(
        deployment.do('rollout', 'status', 'deployment/tenant-presign', '--timeout=15s'),
      ).rejects.toThrow();
      const ready = (await deployment.pods()).filter(isReady).map(({ metadata }) => metadata.name);
      expect(ready).toEqual(before);
      await operator.paste(`kubectl --namespace ${TENANT} rollout undo deployment/tenant-presign`);
      await deployment.rolledOut();
    });
    expect(failed).toEqual([]);
    expect((await deployment.pods()).map(({ metadata }) => metadata.name)).toEqual(before);
  });

  it('offboard: nothing of ours is left, and all of the team’s', async () => {
    const overlay = await writeTestOverlay(cluster, { of: 'team-a', namespace: TENANT, account });
    const leave = block('offboard', 'kubectl delete -k').replace(
      `deploy/kustomize/overlays/${TENANT}`,
      overlay,
    );
    await operator.paste([leave, block('offboard', 'delete secret')].join('\n'));
    await rm(overlay, { recursive: true });
    const look = block('offboard', '--selector app.kubernetes.io/part-of');
    await expect.poll(() => operator.paste(look), { timeout: 60_000, interval: 1_000 }).toBe('');
    await expect(deployment.do('get', 'secret/tenant-presign-sealing')).rejects.toThrow(/not found/);
    expect(await deployment.do('get', 'pod/client', '-o', 'jsonpath={.status.phase}')).toBe('Running');
  });
});
