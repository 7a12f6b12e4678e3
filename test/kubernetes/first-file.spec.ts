import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { nestedBlocks } from '../support/docs/nested-blocks.js';
import { createTenantAccount } from './support/account.js';
import { Deployment } from './support/deployment.js';
import { Operator } from './support/operator.js';
import { OperatorWorkspace } from './support/operator-workspace.js';

// Tests docs/how-to/first-file-on-eks.md. Every block that isn't marked runs here unchanged, except for the names of
// this cluster. Blocks that write overlays run in test/kustomize/docs.spec.ts, and the preflight in preflight.spec.ts.

const cluster = inject('cluster');
const TENANT = 'team-a-first-file';
const PORT = '13000';
const ELSEWHERE = /^(?:npm run (?:cluster:render|cluster:preflight|tenant:new)|git rm) /;

describe('from a cluster to the first file', () => {
  let operator: Operator;
  let workspace: OperatorWorkspace;

  beforeAll(async () => {
    operator = await Operator.at(cluster);
    const account = await createTenantAccount(cluster, { tenant: TENANT });
    workspace = await OperatorWorkspace.make(cluster, { of: 'team-a', namespace: TENANT, account });
    const folder = join(workspace.layout.overlay(TENANT), 'namespace');
    await mkdir(folder);
    const kustomization = { namespace: TENANT, components: ['../../../components/namespace'] };
    await writeFile(join(folder, 'kustomization.yaml'), stringify(kustomization));
    await writeFile(join(operator.folder, 'ca.crt'), cluster.authorities);
  });
  afterAll(async () => {
    await Deployment.remove(cluster, TENANT);
    await workspace?.[Symbol.asyncDispose]();
    await operator?.[Symbol.asyncDispose]();
  });

  const here = (code: string) =>
    code
      .replaceAll('deploy/kustomize/overlays/team-d', workspace.layout.overlay(TENANT))
      .replaceAll(/\bteam-d(?![.-])\b/g, TENANT)
      .replaceAll('3000:80', `${PORT}:80`)
      .replaceAll('127.0.0.1:3000', `127.0.0.1:${PORT}`)
      .replaceAll('"key": "', '"key": "app/');

  it('all commands of the page work in their order', { timeout: 240_000 }, async () => {
    const blocks = nestedBlocks('docs/how-to/first-file-on-eks.md', 'sh').filter(
      (code) => !code.startsWith('# AWS only\n') && !ELSEWHERE.test(code),
    );
    const env = { CURL_CA_BUNDLE: join(operator.folder, 'ca.crt') };
    const printed: string[] = [];
    for (const code of blocks)
      printed.push(
        await operator.paste(here(code), env, code.includes('npm run') ? undefined : operator.folder),
      );
    expect(printed[1]).toMatch(/^yes\n/);
    expect(printed[2]!.split('\n')).toEqual([cluster.issuer, expect.stringMatching(/^10\./), expect.stringMatching(/^10\./), '']); // prettier-ignore
    expect(printed.at(-2)).toMatch(/(?:^|\n)hello\n$/);
    expect(printed.at(-1)!.match(/"msg":"signing"/g)).toHaveLength(2);
    expect(blocks).toHaveLength(8);
  });
});
