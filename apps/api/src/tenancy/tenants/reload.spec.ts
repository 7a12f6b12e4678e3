import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { send } from '../../../../../test/support/clients/http.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { tenantEntry } from '../../../../../test/support/processes/in-process-api.js';
import { startApi, type Api } from '../../app/api.js';

// The tests change a tenant file while the API is running, with the timing of production.

const AUDIENCE = 'tenant-presign/test';
let folder: string, path: string, logFd: number, api: Api;
let platform: TestIssuer, other: TestIssuer;

const issuerEntry = (name: string) => ({
  name,
  issuer: `urn:${name}`,
  audience: AUDIENCE,
  jwksFile: join(folder, `${name}.json`),
  tenants: '/tenants',
});
const create = async (name: string) => {
  const issuer = await TestIssuer.create({ issuer: `urn:${name}`, audience: AUDIENCE });
  await writeFile(join(folder, `${name}.json`), JSON.stringify(issuer.jwks));
  return issuer;
};
const publish = (issuers: string[], tenants: object[]) =>
  writeFile(path, stringify({ version: 1, issuers: issuers.map(issuerEntry), tenants }));

const status = async (tenant: string, issuer: TestIssuer) => {
  const answer = await send(`${api.url}/v1/tenants/${tenant}/downloads`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await issuer.token({ tenants: [tenant] })}`,
    },
    body: JSON.stringify({ key: 'x.txt' }),
  });
  return answer.status;
};
const readiness = async () => {
  const { status: code, text } = await send(`${api.managementUrl}/health/ready`);
  return { code, ...(JSON.parse(text) as { reasons: string[] }) };
};
const eventually = (expectation: () => Promise<void>) =>
  vi.waitFor(expectation, { interval: 100, timeout: 10_000 });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reload-'));
  path = join(folder, 'tenants.yaml');
  logFd = openSync(join(folder, 'log'), 'w');
  [platform, other] = await Promise.all([create('platform'), create('other')]);
  await publish(['platform'], [tenantEntry('team-a')]);
  const loopback = { host: '127.0.0.1', port: 0, managementHost: '127.0.0.1', managementPort: 0 };
  api = await startApi({ tenantsFile: path, logFd, ...loopback });
});
afterAll(async () => {
  await api.stop();
  closeSync(logFd);
  await rm(folder, { recursive: true });
});

it('serves a changed file without a restart, and the old one while the change is wrong', async () => {
  expect(await status('team-a', platform)).toBe(200);
  expect(await status('team-b', other)).toBe(401);

  const teamB = tenantEntry('team-b', { issuers: ['other'] });
  await publish(['platform', 'other'], [tenantEntry('team-a'), teamB]);
  await eventually(async () => expect(await status('team-b', other)).toBe(200));
  expect(await status('team-a', platform)).toBe(200);
  expect(await status('team-a', other)).toBe(403);
  expect(await readiness()).toMatchObject({ code: 200, reasons: [] });

  await publish(['other'], [tenantEntry('team-a'), teamB]); // the file no longer has team-a's issuer
  await eventually(async () => expect((await readiness()).reasons).toHaveLength(1));
  expect(await readiness()).toMatchObject({
    code: 200,
    status: 'up',
    reasons: [
      expect.stringMatching(/refused.*tenants\[0\]\.issuers\[0\] "platform" is not an issuer of this file/),
    ],
  });
  expect(await status('team-a', platform)).toBe(200);

  await publish(['other'], [teamB]);
  await eventually(async () => expect(await status('team-a', platform)).toBe(401));
  expect(await status('team-b', other)).toBe(200);
  expect(await readiness()).toMatchObject({ code: 200, reasons: [] });

  const log = (await readFile(join(folder, 'log'), 'utf8')).trim().split('\n');
  const messages = log
    .map((line) => (JSON.parse(line) as { msg: string }).msg)
    .filter((text) => text.startsWith('tenant file'));
  expect(messages).toEqual([
    'tenant file loaded',
    'tenant file refused, the previous version stays in force',
    'tenant file loaded',
  ]);
}, 30_000);
