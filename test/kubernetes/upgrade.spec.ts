import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTenantAccount } from './support/account.js';
import { Caller, type Asked } from './support/caller.js';
import { Deployment, isReady } from './support/deployment.js';
import { Operator } from './support/operator.js';
import { OperatorWorkspace } from './support/operator-workspace.js';

// Tests tenant:upgrade --apply with two tenants of a cluster under load. Versions are named by digest, which only a
// node that the tests started knows.

const cluster = inject('cluster');
const TENANTS = ['team-a-canary', 'team-a-steady'] as const;
const PER_SECOND = 20;

describe.skipIf(cluster.versions === undefined)('under a steady trickle of requests to two tenants', () => {
  const { next, broken } = cluster.versions ?? { next: '', broken: '' };
  let operator: Operator;
  let workspace: OperatorWorkspace;
  let deployments: Deployment[];
  let callers: Caller[];

  const upgrade = (...args: string[]) =>
    operator.run(['tenant:upgrade', 'blue', ...args, '--apply'], workspace.layout);
  /** Returns the image in each tenant's pods. */
  const versions = () =>
    Promise.all(
      deployments.map(async (deployment) => {
        const images = (await deployment.pods()).map(({ spec }) => spec.containers[0]!.image);
        return [...new Set(images)].map((image) => image.slice(image.indexOf(':') + 1)).join();
      }),
    );
  const names = async (index: number) =>
    (await deployments[index]!.pods()).map(({ metadata }) => metadata.name);
  /** Sends requests for both tenants while something happens. */
  async function askBothWhile(happening: () => Promise<unknown>): Promise<Asked> {
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const asking = callers.map((caller) => caller.askWhile(PER_SECOND, () => over));
    await happening().finally(end);
    const asked = await Promise.all(asking);
    return {
      sent: asked.reduce((sum, { sent }) => sum + sent, 0),
      failed: asked.flatMap(({ failed }) => failed),
    };
  }

  beforeAll(async () => {
    operator = await Operator.at(cluster);
    const specs = await Promise.all(
      TENANTS.map(async (tenant) => ({
        of: 'team-a',
        namespace: tenant,
        account: await createTenantAccount(cluster, { tenant }),
      })),
    );
    workspace = await OperatorWorkspace.make(cluster, ...specs);
    deployments = await Promise.all(TENANTS.map((tenant) => Deployment.prepare(cluster, tenant)));
    const { code, err } = await upgrade(); // rolls out both tenants
    if (code !== 0) throw new Error(err);
    callers = await Promise.all(TENANTS.map((tenant) => Caller.start(cluster, { tenant })));
  });
  afterAll(async () => {
    for (const deployment of deployments ?? []) await deployment[Symbol.asyncDispose]();
    await workspace?.[Symbol.asyncDispose]();
    await operator?.[Symbol.asyncDispose]();
  });

  it(
    'one tenant runs another version, then both, then both the one before: not one request fails',
    { timeout: 240_000 },
    async () => {
      const [, steady] = [await names(0), await names(1)];
      const [now] = await versions();
      const { sent, failed } = await askBothWhile(async () => {
        expect(await upgrade('--to', next, '--canary', TENANTS[0])).toMatchObject({ code: 0, err: '' });
        expect(await versions()).toEqual([next, now]);
        expect(await names(1)).toEqual(steady); // the tenant's pods are unchanged
        const canary = await names(0);
        expect(await upgrade('--to', next)).toMatchObject({ code: 0, err: '' });
        expect(await versions()).toEqual([next, next]);
        expect(await names(0)).toEqual(canary); // the tenant had this version already
        expect(await upgrade('--back')).toMatchObject({ code: 0, err: '' });
        expect(await versions()).toEqual([now, now]);
      });
      expect(failed).toEqual([]);
      expect(sent).toBeGreaterThan(10 * PER_SECOND);
    },
  );

  it('a version that doesn’t start stays with the canary, whose old pods answer, and goes back', async () => {
    const before = await versions();
    const { failed } = await askBothWhile(async () => {
      const { code, err } = await upgrade('--to', broken, '--timeout', '10');
      expect(code).toBe(1);
      expect(err).toMatch(
        /^team-a-canary failed, and its old pods still run: [^]*Not applied: team-a-steady\.\n/,
      );
      expect((await deployments[0]!.pods()).filter(isReady)).toHaveLength(2);
      expect((await versions())[1]).toBe(before[1]);
      expect(err).toContain('To go back: npm run tenant:upgrade -- blue --back --apply\n');
      expect(await upgrade('--back')).toMatchObject({ code: 0, err: '' });
      expect(await versions()).toEqual(before);
    });
    expect(failed).toEqual([]);
  });

  it('does nothing to a cluster of another issuer, nor for a tenant without a namespace', async () => {
    const account = await createTenantAccount(cluster, { tenant: 'team-a-absent' });
    await using other = await OperatorWorkspace.make(cluster, {
      of: 'team-a',
      namespace: 'team-a-absent',
      account,
    });
    const args = ['tenant:upgrade', 'blue', '--apply'];
    expect(await operator.run(args, other.layout)).toMatchObject({
      code: 0,
      out: 'team-a-absent: left out, because its namespace does not exist.\n',
    });
    await other.changeProfile({ issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/OTHER' });
    expect(await operator.run(args, other.layout)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(`The issuer of kubectl’s cluster is ${cluster.issuer}`) as string,
    });
  });
});
