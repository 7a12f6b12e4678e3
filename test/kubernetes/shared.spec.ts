import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { eventually } from '../support/checks/eventually.js';
import { createTenantAccount, type TenantAccount } from './support/account.js';
import { Caller } from './support/caller.js';
import { Deployment, isReady } from './support/deployment.js';
import { makeNamespace } from './support/namespaces.js';
import { teamFiles } from './support/shared-overlay.js';

const cluster = inject('cluster');
const SHARED = 'team-x-shared';
const [QUIET, BUSY] = ['team-x-quiet', 'team-x-busy'];
const PER_SECOND = 20;
/** The number of seconds during which ConfigMaps change. Set 300 before a release. */
const CHURN = Number(process.env['TEST_CHURN_SECONDS'] ?? 45);

const LASTING = { actions: ['download'], prefixes: ['app/'] };
const OTHER = { actions: ['upload'], prefixes: ['in/'] };
const BAD = { actions: ['fly'], prefixes: ['up/'] };
/** Grants in versions of the busy team's file: valid ones, and one with an invalid grant. Each contains LASTING. */
const VERSIONS = [[LASTING], [OTHER, LASTING], [LASTING, BAD], [LASTING, OTHER, OTHER]];

let deployment: Deployment;
let quiet: Caller, busy: Caller;
let changes = 0;

/**
 * Changes the busy team's file, and not the quiet team's. It also changes an annotation of the pods, so that kubelet
 * updates their volumes at once.
 */
async function write(grants: readonly object[]): Promise<void> {
  const quietFile = { version: 1, grants: [LASTING] };
  const files = teamFiles(SHARED, { [QUIET]: quietFile, [BUSY]: { version: 1, grants } });
  await deployment.kubectl.run(['apply', '--server-side', '-f', '-'], {
    input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: files }),
  });
  const pods = ['pods', '-l', 'app.kubernetes.io/name=tenant-presign'];
  await deployment.do('annotate', ...pods, `change=${++changes}`, '--overwrite');
}

const statusOf = async (caller: Caller) => (await caller.post('/downloads', { key: 'app/x' })).status;

beforeAll(async () => {
  const accounts = new Map<string, TenantAccount>();
  for (const tenant of [QUIET, BUSY])
    accounts.set(tenant, await createTenantAccount(cluster, { tenant, namespace: SHARED }));
  deployment = await Deployment.applyShared(cluster, { namespace: SHARED, accounts });
  for (const tenant of [QUIET, BUSY])
    await makeNamespace(deployment.kubectl, tenant, { 'tenant-presign/client': 'true' });
  await write(VERSIONS[0]!);
  await deployment.rolledOut();
  const scaled = async () => (await deployment.pods()).filter(isReady).length === 2; // the autoscaler scales up
  await eventually('scaled', scaled, { timeout: 90_000, every: 500 });
  const start = (tenant: string) => Caller.start(cluster, { tenant, namespace: tenant, api: SHARED });
  [quiet, busy] = await Promise.all([start(QUIET), start(BUSY)]);
  for (const caller of [quiet, busy])
    await eventually('served', async () => (await statusOf(caller)) === 200, { timeout: 90_000, every: 500 });
});
afterAll(async () => {
  await deployment?.kubectl.run(['delete', 'namespace', QUIET, BUSY, '--ignore-not-found', '--wait=false']);
  await deployment?.[Symbol.asyncDispose]();
});

it(
  `while ConfigMaps change for ${CHURN} s, no request of any team is lost`,
  async () => {
    const before = (await deployment.pods()).map(({ metadata }) => metadata.name);
    const churn = async () => {
      const end = Date.now() + CHURN * 1000;
      for (let version = 1; Date.now() < end; version++) {
        await write(VERSIONS[version % VERSIONS.length]!);
        await sleep(500);
      }
    };
    const churning = churn();
    const [ofQuiet, ofBusy] = await Promise.all(
      [quiet, busy].map((caller) => caller.askWhile(PER_SECOND, () => churning)),
    );
    expect(ofQuiet!.failed).toEqual([]);
    expect(ofBusy!.failed).toEqual([]);
    expect(ofQuiet!.sent).toBeGreaterThan((CHURN * PER_SECOND) / 2);
    expect(changes).toBeGreaterThan(CHURN / 5);
    const logs = await deployment.logs();
    expect(logs).toContain('tenant files loaded');
    expect(logs).toContain('tenant files refused');
    expect((await deployment.pods()).map(({ metadata }) => metadata.name)).toEqual(before); // no rollout happened
  },
  (CHURN + 120) * 1000,
);

it.each([
  ['in a valid file', [OTHER]],
  ['in a file that is refused', [OTHER, BAD]],
])('a grant that is withdrawn %s ends; the other team has what it had', async (_, grants) => {
  await write([LASTING, OTHER]);
  await expect.poll(() => statusOf(busy), { timeout: 90_000, interval: 500 }).toBe(200);
  await write(grants);
  const refusals = async () => [
    await statusOf(busy),
    await statusOf(busy),
    await statusOf(busy),
    await statusOf(busy),
  ];
  await expect.poll(refusals, { timeout: 90_000, interval: 500 }).toEqual([403, 403, 403, 403]);
  expect(await statusOf(quiet)).toBe(200);
});
