import diagnostics from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import { ACTIONS } from '#tenant-file';
import { send } from '../../../../../test/support/clients/http.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import {
  CREDENTIALS,
  InProcessApi,
  tenantEntry,
} from '../../../../../test/support/processes/in-process-api.js';
import type { RoutePermission } from './permission.decorator.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
/** A route without a declared permission. */
const UNDECLARED = '/undeclared';
const AUDIENCE = 'tenant-presign/team-a';

interface Route {
  readonly method: string;
  readonly url: string;
  readonly permission: RoutePermission['permission'] | undefined;
}

const seen: RouteOptions[] = [];
let server: JwksServer, issuer: TestIssuer, s3: EmbeddedS3, api: InProcessApi;

beforeAll(async () => {
  server = await JwksServer.start();
  issuer = await TestIssuer.create({ issuer: server.url, audience: AUDIENCE, clock: () => NOW });
  server.publishProvider(issuer.jwks);
  s3 = await startEmbeddedS3({
    region: 'eu-west-1',
    buckets: [{ name: 'team-a-files', credentials: [CREDENTIALS] }],
  });
  const grants = [{ actions: [...ACTIONS], prefixes: [''], where: { '/groups': 'editors' } }];
  api = await observingRoutes(() =>
    InProcessApi.start(
      {
        issuers: [{ name: 'platform', issuer: server.url, audience: AUDIENCE, tenants: '/tenants' }],
        tenants: [tenantEntry('team-a', { grants, tutorialRoutes: true, endpoint: s3.endpoint })],
      },
      () => NOW,
    ),
  );
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await s3.close();
  await server[Symbol.asyncDispose]();
});

/**
 * Records the routes of every server that Fastify creates, regardless of the code that adds them. The first server is
 * the public one.
 */
async function observingRoutes<T>(start: () => Promise<T>): Promise<T> {
  let first = true;
  const observe = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    if (first) {
      fastify.get(UNDECLARED, (_, reply) => reply.send('open'));
      fastify.addHook('onRoute', (route) => void seen.push(route));
    }
    first = false;
  };
  diagnostics.subscribe('fastify.initialization', observe);
  try {
    return await start();
  } finally {
    diagnostics.unsubscribe('fastify.initialization', observe);
  }
}

const all = (): Route[] =>
  seen.flatMap(({ method, url, config }) => {
    const { permission } = (config ?? {}) as Partial<RoutePermission>;
    return [method].flat().map((name) => ({ method: name, url, permission }));
  });
const guarded = () => all().filter(({ permission }) => typeof permission !== 'string');
const request = ({ method, url }: Route, token?: string) =>
  send(api.url + url.replace(':tenant', 'team-a').replaceAll(/:\w+/g, 'x'), {
    method,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
  });

describe('every route', () => {
  it('declares known actions, or that it is public', () => {
    expect(all().length).toBeGreaterThan(10);
    for (const { method, url, permission } of all()) {
      const actions = typeof permission === 'string' ? [] : permission;
      expect(
        actions,
        `${method} ${url} has none of @Requires(), @RequiresCapability() and @Public()`,
      ).toBeDefined();
      expect(ACTIONS).toEqual(expect.arrayContaining([...actions!]));
    }
  });

  it('that declares none refuses every caller', async () => {
    const route = { method: 'GET', url: UNDECLARED, permission: undefined };
    expect((await request(route)).status).toBe(403);
    expect((await request(route, await issuer.token({ tenants: 'team-a', groups: 'editors' }))).status).toBe(
      403,
    );
  });

  it('of a tenant is guarded, except those that only list the methods', async () => {
    for (const route of all().filter(({ url }) => url.includes(':tenant'))) {
      if (route.permission !== 'public') continue;
      expect((await request(route)).status, `${route.method} ${route.url}`).toBeOneOf([400, 404, 405]);
    }
  });

  it('of an upload session answers 403 without its capability, with a token or without', async () => {
    const routes = all().filter(({ permission }) => permission === 'capability');
    expect(routes.length).toBeGreaterThan(7); // each GET route also has a HEAD route
    const editor = await issuer.token({ tenants: 'team-a', groups: ['editors'] });
    for (const route of routes) {
      for (const token of [undefined, editor]) {
        const refusal = await request(route, token);
        expect(refusal.status, `${route.method} ${route.url}`).toBe(403);
      }
    }
  });

  it('that is guarded answers 401 without a token, 403 without a grant, and neither with both', async () => {
    expect(guarded().length).toBeGreaterThan(5);
    const reader = await issuer.token({ tenants: 'team-a', groups: ['readers'] });
    const editor = await issuer.token({ tenants: 'team-a', groups: ['editors'] });
    for (const route of guarded()) {
      const name = `${route.method} ${route.url}`;
      const refusal = await request(route);
      expect(refusal.status, name).toBe(401);
      expect(refusal.headers['www-authenticate'], name).toMatch(/^Bearer/);
      expect((await request(route, reader)).status, name).toBe(403);
      expect((await request(route, editor)).status, name).not.toBeOneOf([401, 403, 500, 503]);
    }
  });
});
