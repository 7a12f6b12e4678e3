import { closeSync, openSync } from 'node:fs';
import { unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { send } from '../../../../../test/support/clients/http.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { newSealingKeys } from '../../../../../test/support/fakes/sealing-keys.js';
import { storeEnvelope, TenantFolder } from '../../../../../test/support/generators/tenant-folder.js';
import { startApi, type Api } from '../../app/api.js';

// The tests change a folder of tenant files while the API is running, with the timing of production.

const ISSUER = { issuer: 'https://idp.example', audience: 'tenant-presign/shared' };
const GRANT = { actions: ['download', 'upload'], prefixes: [''] };
let folder: TenantFolder, logFd: number, api: Api, issuer: TestIssuer;

async function ask(tenant: string, path = 'downloads', body: object = { key: 'x.txt' }, of = tenant) {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${await issuer.token({ tenants: [of] })}`,
  };
  const { status, text } = await send(`${api.url}/v1/tenants/${tenant}/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status, ...(JSON.parse(text) as { code?: string; companionEndpoint?: string }) };
}
const readiness = async () => {
  const { status: code, text } = await send(`${api.managementUrl}/health/ready`);
  return { code, ...(JSON.parse(text) as { status: string; reasons: string[] }) };
};
const preflight = async (origin: string) => {
  const headers = { origin, 'access-control-request-method': 'POST' };
  const { headers: answer } = await send(`${api.url}/v1/tenants/team-a/downloads`, {
    method: 'OPTIONS',
    headers,
  });
  return answer['access-control-allow-origin'];
};
const eventually = (expectation: () => Promise<void>) =>
  vi.waitFor(expectation, { interval: 50, timeout: 10_000 });

beforeAll(async () => {
  folder = await TenantFolder.create();
  issuer = await TestIssuer.create(ISSUER);
  const jwksFile = join(folder.path, 'jwks.json');
  await writeFile(jwksFile, JSON.stringify(issuer.jwks));
  const sealingKeysFile = join(folder.path, 'sealing.json');
  await writeFile(sealingKeysFile, newSealingKeys());
  const issuers = [{ name: 'platform', ...ISSUER, jwksFile, tenants: '/tenants' }];
  await folder.platform([storeEnvelope('team-a'), storeEnvelope('team-b'), storeEnvelope('team-c')], {
    issuers,
  });
  await folder.team('team-a', [GRANT], { cors: { origins: ['https://a.example'] } });
  await folder.replace(folder.file('team-b'), 'grants: [');
  logFd = openSync(join(folder.path, 'log'), 'w');
  const loopback = { host: '127.0.0.1', port: 0, managementHost: '127.0.0.1', managementPort: 0 };
  api = await startApi({ tenantsDir: folder.path, sealingKeysFile, logFd, ...loopback });
});
afterAll(async () => {
  await api.stop();
  closeSync(logFd);
  await folder[Symbol.asyncDispose]();
});

it('serves who has a valid file; tells callers of a faulty one that it can’t be served, and strangers nothing', async () => {
  expect(await preflight('https://a.example')).toBe('https://a.example');
  expect(await preflight('https://x.example')).toBeUndefined();
  expect(await ask('team-a')).toMatchObject({ status: 200 });
  expect(await ask('team-b')).toMatchObject({ status: 503, code: 'tenant_unavailable' });
  expect(await ask('team-c')).toMatchObject({ status: 403, code: 'access_denied' });
  for (const tenant of ['team-b', 'team-c', 'team-x']) {
    expect(await ask(tenant, 'downloads', { key: 'x.txt' }, 'team-a')).toMatchObject({
      status: 403,
      code: 'access_denied',
    });
  }
  await eventually(async () =>
    expect(await readiness()).toMatchObject({
      code: 200,
      reasons: [
        expect.stringMatching(
          /^Tenant team-b: the tenant is not served: team-b\.tenant\.yaml:1: is not YAML/,
        ),
      ],
    }),
  );
  const { text } = await send(`${api.managementUrl}/metrics`);
  expect(text).toContain(
    'presign_tenant_file_valid{tenant="team-a"} 1\npresign_tenant_file_valid{tenant="team-b"} 0\n',
  );
});

it('ends a capability with the grant that it rests on, and serves others at the same time', async () => {
  const { companionEndpoint } = await ask('team-a', 'upload-sessions', { keyPrefix: 'in/' });
  const params = `${api.url}${new URL(companionEndpoint!).pathname}/s3/params?filename=x.txt&type=text/plain`;
  expect((await send(params)).status).toBe(200);
  await folder.team('team-b', [GRANT]);
  await unlink(folder.file('team-a'));
  await eventually(async () => expect(await ask('team-a')).toMatchObject({ status: 403 }));
  expect((await send(params)).status).toBe(403);
  await eventually(async () => expect(await ask('team-b')).toMatchObject({ status: 200 }));
  await folder.replace(folder.file('team-a'), 'grants: [');
  await eventually(async () => expect(await ask('team-a')).toMatchObject({ status: 503 }));
  expect((await send(params)).status).toBe(503);
});

it('serves nothing without platform.yaml, is not ready, and says why', async () => {
  await folder.replace(join(folder.path, 'kept'), 'x');
  await unlink(folder.platformFile);
  await eventually(async () =>
    expect(await readiness()).toMatchObject({
      code: 503,
      reasons: ['platform.yaml is missing, so no tenant is served.', expect.anything()],
    }),
  );
  expect(await ask('team-b')).toMatchObject({ status: 503, code: 'tenant_unavailable' });
});
