import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTenantAccount, type TenantAccount } from './support/account.js';
import { Caller } from './support/caller.js';
import { Deployment } from './support/deployment.js';
import { writeTestOverlay } from './support/test-overlay.js';

// Commands of the pages, run as they stand there.

const cluster = inject('cluster');
const TENANT = 'team-a-runbooks';
const ROOT = join(import.meta.dirname, '../..');

/** The first block of a page that has a text, for another namespace and a port of its own. */
async function block(page: string, text: string): Promise<string> {
  const blocks = Array.from(
    (await readFile(join(ROOT, 'docs', page), 'utf8')).matchAll(/^```sh\n([^]*?)^```/gm),
    ([, code]) => code!,
  );
  const found = blocks.find((code) => code.includes(text));
  if (found === undefined) throw new Error(`${page} has no block with ${text}`);
  return found.replaceAll(/--namespace team-[ad]\b/g, `--namespace ${TENANT}`);
}

describe('runbooks work as pasted', () => {
  let folder: string;
  let account: TenantAccount;
  let deployment: Deployment;
  let caller: Caller;

  /** In a shell with kubectl for the cluster, which ends what runs behind it. */
  const paste = async (code: string, env: NodeJS.ProcessEnv = {}) => {
    const script = `trap 'kill $(jobs -p) 2>/dev/null || :' EXIT\n${code}`;
    const options = {
      cwd: ROOT,
      timeout: 60_000,
      env: { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, ...env },
    };
    return (await promisify(execFile)('bash', ['-o', 'pipefail', '-ec', script], options)).stdout;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runbooks-'));
    const { program, options } = cluster.kubectl;
    await writeFile(join(folder, 'kubectl'), `#!/bin/sh\nexec ${program} ${options.join(' ')} "$@"\n`, {
      mode: 0o755,
    });
    account = await createTenantAccount(cluster, { tenant: TENANT });
    deployment = await Deployment.apply(cluster, { of: 'team-a', namespace: TENANT, account });
    caller = await Caller.start(cluster, { tenant: TENANT });
    await deployment.rolledOut();
  });
  afterAll(async () => {
    await deployment?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it('trace: every signing is found, whichever pod signed', async () => {
    const code = await block('runbooks/trace.md', 'signings:trace');
    for (let index = 0; index < 8; index++) {
      const { signingId } = await caller.sign('downloads', { key: `app/${index}` });
      expect(await paste(code, { SIGNING_ID: signingId })).toContain(`app/${index}`);
    }
  });

  it('image: a debug container beside the process starts under Pod Security restricted', async () => {
    const code = (await block('image.md', 'kubectl --namespace team-a debug')).replace(
      '--stdin --tty -- node',
      '--stdin -- node -p \'require("os").hostname()\'',
    );
    expect(code).toContain('node -p');
    await paste(code);
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
    const code = (await block(page, text))
      .replaceAll('"$pod" 9090', '"$pod" 19090:9090')
      .replaceAll('127.0.0.1:9090', '127.0.0.1:19090');
    await expect
      .poll(() => paste(code).catch(String), { timeout: 60_000, interval: 2_000 })
      .toMatch(/"status":"down".*There is no such bucket/);
    await deployment.do('rollout', 'undo', 'deployment/tenant-presign');
    await deployment.rolledOut();
  });
});
