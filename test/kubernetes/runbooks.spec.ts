import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { shellBlock } from '../support/docs/nested-blocks.js';
import { createTenantAccount, type TenantAccount } from './support/account.js';
import { Caller } from './support/caller.js';
import { Deployment } from './support/deployment.js';
import { Operator } from './support/operator.js';
import { writeTestOverlay } from './support/test-overlay.js';

// Tests the pages' commands unchanged.

const cluster = inject('cluster');
const TENANT = 'team-a-runbooks';

/** Returns the first block of a page that contains a text, with another namespace. */
const block = (page: string, part: string): string =>
  shellBlock(`docs/${page}`, part).replaceAll(/--namespace team-[ad]\b/g, `--namespace ${TENANT}`);

describe('runbooks work as pasted', () => {
  let operator: Operator;
  let account: TenantAccount;
  let deployment: Deployment;
  let caller: Caller;

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

  it('trace: every signing is found, whichever pod signed', async () => {
    const code = block('runbooks/trace.md', 'signings:trace').replace(
      /^SIGNING_ID=\w+$/m,
      'SIGNING_ID=$SIGNED',
    );
    for (let index = 0; index < 8; index++) {
      const { signingId } = await caller.sign('downloads', { key: `app/${index}` });
      expect(await operator.paste(code, { SIGNED: signingId })).toContain(`app/${index}`);
    }
  });

  it('image: a debug container beside the process starts under Pod Security restricted', async () => {
    // kubectl doesn't end if the container ends while it attaches, and shows no output after its input has ended.
    const script = 'process.stdin.once("data", (line) => process.exit(console.log("heard " + line)))';
    const code = block('image.md', 'kubectl --namespace team-a debug')
      .replace('--stdin --tty -- node', `--stdin -- node -e '${script}'`)
      .replace('kubectl --namespace team-a-runbooks debug', '{ echo it; sleep 10; } | $&');
    expect(await operator.paste(code)).toContain('heard it');
    await expect
      .poll(
        () =>
          deployment.do(
            'get',
            'pods',
            '-o',
            'jsonpath={.items[*].status.ephemeralContainerStatuses[*].state.terminated.exitCode}',
          ),
        { timeout: 60_000, interval: 1_000 },
      )
      .toBe('0');
  });

  it.each([
    ['operate.md', 'get pods'],
    ['onboard-a-tenant.md', 'get pods'],
  ])('%s: of a stuck rollout it is the new pod that says why', async (page, text) => {
    const overlay = await writeTestOverlay(cluster, {
      of: 'team-a',
      namespace: TENANT,
      account: { ...account, bucket: `${account.bucket}-none` },
    });
    await deployment.do('apply', '-k', overlay);
    await rm(overlay, { recursive: true });
    const code = block(page, text)
      .replaceAll('"$pod" 9090', '"$pod" 19090:9090')
      .replaceAll('127.0.0.1:9090', '127.0.0.1:19090');
    await expect
      .poll(() => operator.paste(code).catch(String), { timeout: 60_000, interval: 2_000 })
      .toMatch(/"status":"down".*There is no such bucket/);
    await deployment.do('rollout', 'undo', 'deployment/tenant-presign');
    await deployment.rolledOut();
  });
});
