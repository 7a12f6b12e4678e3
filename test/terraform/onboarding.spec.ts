import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Workspace as Overlays } from '../kustomize/support/workspace.js';
import { use } from '../support/clients/api-client.js';
import { firstSignedUrl } from '../support/docs/first-signed-url.js';
import { applyBase, type Outputs } from './support/outputs.js';
import { Workspace, hasStandIn } from './support/terraform.js';

// Tests docs/onboard-a-tenant.md from its Terraform to its first signed URL, without manual changes.

const PAGE = readFileSync('docs/onboard-a-tenant.md', 'utf8');
const block = (heading: string): string =>
  new RegExp(`^\`\`\`${heading}\n([^]*?)^\`\`\``, 'm').exec(PAGE)![1]!;
const shownOutputs = JSON.parse(block('json team-d.json')) as Outputs;
const account = shownOutputs['account']!.value as string;

/** Applies the page's Terraform with the substitute of AWS, and returns the outputs as `output -json` prints them. */
async function outputsOfPage(): Promise<string> {
  const workspace = new Workspace();
  const provider = `provider "aws" {
    region = "${shownOutputs['region']!.value as string}"
    assume_role { role_arn = "arn:aws:iam::${account}:role/terraform" }
  }`;
  const outputs = Object.keys(shownOutputs).map(
    (name) => `output "${name}" { value = module.tenant.${name} }`,
  );
  const shown = block('hcl').replaceAll('"./infra/terraform/', '"../');
  mkdirSync(join(workspace.root, 'shown'));
  writeFileSync(join(workspace.root, 'shown/main.tf'), [provider, shown, ...outputs].join('\n'));
  await workspace.init('examples/account-base');
  const clusters = { blue: { issuer_url: /issuer_url += "(.*)"/.exec(shown)![1]! } };
  workspace.existing = [await applyBase(workspace, account, { clusters })];
  await workspace.init('shown');
  await workspace.succeed('shown', 'apply', '-auto-approve', '-input=false', '-no-color');
  return workspace.succeed('shown', 'output', '-json');
}

/** Removes the ids of keys, which AWS chooses. */
const withoutKeyId = (text: string): string => text.replaceAll(/:key\/[\w-]+/g, ':key/ID');

const valuesOf = (outputs: Outputs): object =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { value }]) => [name, withoutKeyId(JSON.stringify(value))]),
  );

describe.runIf(hasStandIn)('docs/onboard-a-tenant.md', () => {
  test('its Terraform makes what the page shows, and the first signed URL works with that', async () => {
    const text = await outputsOfPage();
    const outputs = JSON.parse(text) as Outputs;
    expect(valuesOf(outputs)).toEqual(valuesOf(shownOutputs));

    const overlays = new Overlays();
    overlays.write('team-d.json', text);
    const [, args] = /^npm run tenant:new -- (.*team-d\.json)$/m.exec(PAGE)!;
    expect(await overlays.new(...args!.split(' '))).toMatchObject({ code: 0, err: '' });

    await firstSignedUrl(
      'onboard-a-tenant.md',
      overlays.read('overlays/team-d/tenants.yaml'),
      async (made) => {
        expect(made.printed).toBe(/^```\n(hello\n)```/m.exec(PAGE)![1]);
        expect(withoutKeyId(made.headers)).toBe(withoutKeyId(block('text headers')));
        expect(made.headers).toContain(outputs['kms_key_arn']!.value);

        const { upload } = made;
        for (const name of Object.keys(upload.headers)) {
          const others = Object.fromEntries(Object.entries(upload.headers).filter(([each]) => each !== name));
          expect(await use(upload, { headers: others, body: 'x' }), name).toMatchObject({
            status: 403,
            text: expect.stringContaining('SignatureDoesNotMatch') as string,
          });
        }
      },
    );
  });
});
