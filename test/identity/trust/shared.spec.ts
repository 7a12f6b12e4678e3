import { describe, expect, it } from 'vitest';
import { use } from '../../support/clients/api-client.js';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import { ask } from '../../support/clients/load.js';
import { deploy } from '../support/deploy.js';
import { expectServed } from '../support/expectations.js';
import { forAll } from '../support/for-all.js';
import { createChained } from '../support/two-accounts.js';
import type { Deployable } from '../support/world.js';

const world = forAll(async (stack) => {
  const cluster = stack.use(await ClusterIssuer.start());
  const [good, bad] = await Promise.all([createChained(cluster), createChained(cluster)]);
  return { cluster, good, bad };
});

/** Returns the same tenant under another id. */
const named = (id: string, team: Deployable): Deployable => ({ ...team, entry: { ...team.entry, id } });

describe('a process that serves several tenants', () => {
  it('is ready at once, proves each tenant at its first request, and refuses only requests of a tenant that it can’t prove', async () => {
    const { cluster, good, bad } = world();
    await bad.trustSource('other-role');
    await using pod = await deploy({ cluster, team: good.team, others: [named('team-b', bad.team)] });
    await pod.api.ready();
    expect(pod.sts.calls).toHaveLength(0);

    const clientB = await pod.api.client('team-b');
    const refused = await ask(clientB);
    expect(refused.status).toBe(503);
    expect(['tenant_unavailable', 'credentials_unavailable']).toContain(refused.problem.code);
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);

    const upload = await pod.client.sign('uploads', { key: 'x' });
    expect((await use(upload, { body: 'served' })).status).toBe(200);
    await expectServed(pod);
    expect(pod.sts.sessionOf(upload.url).arn).toContain(`:${good.accountB.id}:`);

    await bad.trustSource();
    await expectServed({ api: pod.api, client: clientB });
    const { answer } = await ask(clientB);
    expect(pod.sts.sessionOf(answer.url).arn).toContain(`:${bad.accountB.id}:`);
  });
});
