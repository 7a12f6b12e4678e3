import { expect, it } from 'vitest';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { InProcessApi, tenantEntry } from '../../../../../test/support/processes/in-process-api.js';

const ready = async (base: string) => {
  const response = await fetch(`${base}/health/ready`);
  return { code: response.status, body: (await response.json()) as { reasons?: string[] } };
};

it('an issuer that can’t be reached is in the reasons and a metric, and takes no pod out of service', async () => {
  await using server = await JwksServer.start();
  const jwksUri = `${server.url}/jwks`;
  const issuers = [{ name: 'platform', issuer: 'urn:idp', audience: 'us', jwksUri, tenants: '/tenants' }];
  let now = Date.now();
  const tenants = ['team-a', 'team-b'].map((id) => tenantEntry(id));
  await using api = await InProcessApi.start({ issuers, tenants }, () => now);
  const metric = async () =>
    /^presign_issuers_unreachable (\d+)$/m.exec(
      await (await fetch(`${api.managementUrl}/metrics`)).text(),
    )?.[1];
  const reasons = async () => (await ready(api.managementUrl)).body.reasons;

  await expect
    .poll(reasons)
    .toEqual([
      `Issuer keys from jwks:${jwksUri} can’t be read, so its tokens may be refused: The key set can’t be read: status 404`,
    ]);
  expect((await ready(api.managementUrl)).code).toBe(200);
  expect(await ready(api.url)).toEqual({ code: 200, body: { status: 'up' } });
  expect(await metric()).toBe('1');

  server.publish('/jwks', { keys: [] });
  now += 15_000;
  await expect.poll(reasons).toEqual([]);
  expect(await metric()).toBe('0');
});
