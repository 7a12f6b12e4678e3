import { expect, it } from 'vitest';
import type { TenantEntry } from '#tenant-file';
import { tenantEntry } from '../../../../../test/support/processes/in-process-api.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { TenantRegistry } from '../../tenancy/tenants/tenant-registry.js';
import { Exposition } from './exposition.js';

const NOW = 1_795_521_600; // 2026-11-24T12:00:00Z

const unreachable: { source: string; failure: Error }[] = [];

function observed(tenants: readonly object[] = [tenantEntry('team-a')]) {
  return {
    metrics: new Metrics(),
    health: {
      ready: () => ({ status: 'up', reasons: [] }) as const,
      unreachableIssuers: () => unreachable,
    },
    log: { failure: undefined as string | undefined },
    tenants: new TenantRegistry({ version: 1, issuers: [], tenants: tenants as TenantEntry[] }),
    inFlight: { size: 3 },
    clock: () => NOW * 1000,
  };
}

/** Returns the lines of one metric. */
async function linesOf(exposition: Exposition, name: string, accept?: string): Promise<string[]> {
  const { body } = await exposition.text(accept);
  return body.split('\n').filter((line) => line.startsWith(name));
}

const labels = (method: string, route: string, status: number) =>
  `http_request_method="${method}",http_route="${route}",http_response_status_code="${status}"`;

it('counts requests by method, pattern and status', async () => {
  const world = observed();
  const exposition = new Exposition(world, 10);
  world.metrics.answered('POST', '/v1/tenants/:tenant/downloads', 200, 0.002);
  world.metrics.answered('POST', '/v1/tenants/:tenant/downloads', 200, 99);
  world.metrics.answered('BREW', '*', 404, 0.001);
  const downloads = labels('POST', '/v1/tenants/:tenant/downloads', 200);
  const lines = await linesOf(exposition, 'http_server_request_duration_seconds');
  const name = 'http_server_request_duration_seconds';
  expect(lines).toContain(`${name}_bucket{${downloads},le="0.001"} 0`);
  expect(lines).toContain(`${name}_bucket{${downloads},le="0.0025"} 1`);
  expect(lines).toContain(`${name}_bucket{${downloads},le="10"} 1`);
  expect(lines).toContain(`${name}_bucket{${downloads},le="+Inf"} 2`);
  expect(lines).toContain(`${name}_count{${downloads}} 2`);
  expect(lines).toContain(`${name}_sum{${downloads}} 99.002`);
  expect(lines).toContain(`${name}_count{${labels('_OTHER', '*', 404)}} 1`);
});

it('has a label for as many tenants as may have one, and one for all others', async () => {
  const world = observed(['a', 'b', 'c', 'd'].map((id) => tenantEntry(id)));
  const exposition = new Exposition(world, 2);
  for (const tenant of ['a', 'b']) world.metrics.signed(tenant, 'download');
  await exposition.text();
  for (const tenant of ['c', 'd', 'a']) world.metrics.signed(tenant, 'download');
  world.metrics.refused(undefined, 'invalid_token');
  expect(await linesOf(exposition, 'presign_signings_total')).toEqual([
    'presign_signings_total{tenant="a",action="download"} 2',
    'presign_signings_total{tenant="b",action="download"} 1',
    'presign_signings_total{tenant="_others",action="download"} 2',
  ]);
  expect(await linesOf(exposition, 'presign_refusals_total')).toEqual([
    'presign_refusals_total{tenant="",code="invalid_token"} 1',
  ]);
});

it('tells how old credentials are, and how long they last', async () => {
  const credentials = { type: 'static', accessKeyId: 'A', secretAccessKey: 's', sessionToken: 't' };
  const until = (expiration: string) => ({ credentials: { ...credentials, expiration } });
  const world = observed([
    tenantEntry('short', until('2026-11-24T12:10:00Z')),
    tenantEntry('long', until('2026-11-24T20:00:00Z')),
    tenantEntry('none'),
    tenantEntry('idle'),
    tenantEntry('bad', { credentials }),
  ]);
  for (const id of ['short', 'long', 'none', 'bad']) {
    await Promise.resolve(world.tenants.get(id)!.credentials.lasting(NOW + 1, NOW - 30)).catch(() => {});
  }
  const all = new Exposition(world, 10);
  expect(await linesOf(all, 'presign_credentials_')).toEqual([
    'presign_credentials_age_seconds{tenant="short"} 30',
    'presign_credentials_age_seconds{tenant="long"} 30',
    'presign_credentials_age_seconds{tenant="none"} 30',
    'presign_credentials_remaining_seconds{tenant="short"} 600',
    'presign_credentials_remaining_seconds{tenant="long"} 28800',
    ...['short', 'long', 'none'].map((id) => `presign_credentials_renewal_failing{tenant="${id}"} 0`),
    'presign_credentials_renewal_failing{tenant="bad"} 1',
    ...['short', 'long', 'none', 'bad'].flatMap((id) => [
      `presign_credentials_renewals_total{tenant="${id}",outcome="succeeded"} ${id === 'bad' ? 0 : 1}`,
      `presign_credentials_renewals_total{tenant="${id}",outcome="failed"} ${id === 'bad' ? 1 : 0}`,
    ]),
  ]);
  const together = new Exposition(world, 0);
  expect(await linesOf(together, 'presign_credentials_remaining_seconds')).toEqual([
    'presign_credentials_remaining_seconds{tenant="_others"} 600',
  ]);
});

it('tells whether the log can be written, and the file is the one that is served', async () => {
  const world = observed();
  const exposition = new Exposition(world, 10);
  const states = async () => [
    ...(await linesOf(exposition, 'presign_audit_log_writable')),
    ...(await linesOf(exposition, 'presign_tenant_file_last_reload_successful')),
  ];
  expect((await states()).map((line) => line.at(-1))).toEqual(['1', '1']);
  world.log.failure = 'EPIPE';
  world.tenants.refusal = 'tenants[0]';
  expect((await states()).map((line) => line.at(-1))).toEqual(['0', '0']);
});

it('counts issuers whose keys can’t be read', async () => {
  const exposition = new Exposition(observed(), 10);
  expect(await linesOf(exposition, 'presign_issuers_unreachable')).toEqual(['presign_issuers_unreachable 0']);
  unreachable.push({ source: 'kubernetes', failure: new Error('status 403') });
  expect(await linesOf(exposition, 'presign_issuers_unreachable')).toEqual(['presign_issuers_unreachable 1']);
  unreachable.pop();
});

it.each([
  [undefined, 'text/plain'],
  ['', 'text/plain'],
  ['*/*', 'text/plain'],
  ['image/png', 'text/plain'],
  ['text/plain;version=0.0.4;q=0.6,application/openmetrics-text;version=1.0.0;q=0.5', 'text/plain'],
  ['application/openmetrics-text', 'application/openmetrics-text'],
  [
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'application/openmetrics-text',
  ],
])('answers %s with %s', async (accept, type) => {
  const { contentType } = await new Exposition(observed(), 10).text(accept);
  expect(contentType.split(';')[0]).toBe(type);
});

it('writes both formats as each wants its counters, whichever was asked for first', async () => {
  const world = observed();
  world.metrics.signed('team-a', 'download');
  world.metrics.requests.of('/x', 'GET 200').observe(0.002, '0af7651916cd43dd8448eb211c80319c');
  const exposition = new Exposition(world, 10);
  const open = await exposition.text('application/openmetrics-text');
  const plain = await exposition.text('text/plain');
  expect(open.body).toMatch(/# EOF\n$/);
  expect(open.body).toContain('# TYPE presign_signings counter\npresign_signings_total{');
  expect(open.body).toMatch(/le="0.0025"} 1 # {trace_id="0af7651916cd43dd8448eb211c80319c"} 0.002 [\d.]+\n/);
  expect(plain.body).toContain('# TYPE presign_signings_total counter\npresign_signings_total{');
  expect(plain.body).not.toMatch(/trace_id|EOF/);
});
