import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestLineOf } from '../../../../test/support/checks/request-line-of.js';
import type { JsonResponse } from '../../../../test/support/clients/api-client.js';
import {
  ALICE,
  altered,
  api,
  claims,
  IAT,
  issuer,
  MAY_NOT,
  of,
  OF_A,
  OF_C,
  own,
  SESSIONS,
  setClock,
  START,
  start,
  stop,
  TOKENS,
  uppy,
  withoutField,
  withToken,
  type Ask,
  type Case,
} from '../../testing/refusal-cases.js';
import { noGrant } from '../access/authorization/requirement-of.js';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import type { Problem } from '../platform/problems/problem.js';
import { REFUSAL_REASONS } from '../platform/problems/refusal.js';
import { Grants } from '../tenancy/grants/grants.js';

beforeAll(start);
afterAll(stop);

describe.each([
  [401, 'invalid_token', TOKENS],
  [403, 'access_denied', MAY_NOT],
  [403, 'session_not_active', SESSIONS],
] as const)('the one line of a %i %s says why', (status, code, cases) => {
  it.each(cases)('%s', async (_, ask, reason, said) => {
    const answer = await ask();
    expect({ status: answer.status, code: answer.json.code }).toEqual({ status, code });
    const line = await requestLineOf(api, answer);
    expect(line).toMatchObject({ reason, code, status });
    for (const [name, value] of Object.entries(said)) expect(line[name], name).toBe(value);
  });
});

/** The answers to unauthenticated clients since version 0.1.0, byte for byte. */
const STRANGERS: Readonly<Record<string, string>> = {
  invalid_token:
    '{"type":"urn:tenant-presign:problem:invalid_token","title":"The bearer token is missing or not valid","status":401,"detail":"Send a valid token of an issuer that this service knows: Authorization: Bearer …","code":"invalid_token","requestId":""}',
  access_denied:
    '{"type":"urn:tenant-presign:problem:access_denied","title":"Access denied","status":403,"detail":"The token does not allow this. Ask the tenant’s administrators for a grant.","code":"access_denied","requestId":""}',
  session_not_active:
    '{"type":"urn:tenant-presign:problem:session_not_active","title":"The upload session is not active","status":403,"detail":"The upload session has expired, was revoked or was altered. Begin another session.","code":"session_not_active","requestId":"","message":"The upload session has expired, was revoked or was altered. Begin another session.","error":"The upload session is not active"}',
};

/** Returns everything of an answer that distinguishes it from another answer. */
function bytesOf({ status, headers, text, json }: JsonResponse<Problem>): string {
  const fields = { ...headers, 'x-request-id': '', date: '' };
  const anonymous = text.replace(`"requestId":"${json.requestId}"`, '"requestId":""');
  return `${status} ${JSON.stringify(fields, (_, value: unknown) => value)} ${anonymous}`;
}

const isStranger = ([, , reason]: Case): boolean => reason !== 'no_grant' && !reason.startsWith('no_grant_');

const challenge = async (ask: Ask) => (await ask()).headers['www-authenticate'];
const required = async (ask: Ask) => (await ask()).json.requires;

describe('a stranger', () => {
  it('cannot tell one refusal from another, nor from those of version 0.1.0', async () => {
    const all = [...TOKENS, ...MAY_NOT, ...SESSIONS].filter(isStranger);
    const cases = fc.constantFrom(
      ...all.filter(([, , reason]) => reason !== 'expired' && reason !== 'no_token'),
    );
    await fc.assert(
      fc.asyncProperty(cases, cases, async ([, one], [, other]) => {
        const answers = [await one(), await other()];
        for (const { json, text } of answers) {
          expect(text).toBe(
            STRANGERS[json.code]!.replace('"requestId":""', `"requestId":"${json.requestId}"`),
          );
        }
        const [a, b] = answers as [JsonResponse<Problem>, JsonResponse<Problem>];
        expect(a.json.code !== b.json.code || bytesOf(a) === bytesOf(b)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('learns that a token has expired only by one that was good', async () => {
    expect(await challenge(claims({ exp: IAT - 31 }))).toBe(
      'Bearer error="invalid_token", error_description="The token has expired"',
    );
    const forged = withToken(async () => altered(await issuer.token({ ...OF_A, exp: IAT - 31 })));
    expect(await challenge(forged)).toBe('Bearer error="invalid_token"');
    expect(await challenge(claims({ exp: IAT - 31, aud: 'x' }))).toBe('Bearer error="invalid_token"');
    expect(await challenge(withoutField)).toBe('Bearer');
  });
});

describe('a caller of the tenant learns what to ask for', () => {
  it('and where it may do it already', async () => {
    for (const [, ask, , { action }] of MAY_NOT.filter((each) => !isStranger(each)).slice(0, -1)) {
      const answer = await required(ask);
      expect(answer?.action).toBe(action);
      expect([[], ['in/']]).toContainEqual(answer?.prefixes);
    }
  });

  it('at most ten prefixes of its own, and nothing of others', async () => {
    const client = await of({ ...OF_C, sub: 'carol', team: 'x'.repeat(200) }, 'team-c');
    const { json, text } = await client.post('/downloads', { key: 'out/a' });
    expect(json.requires).toEqual({
      action: 'download',
      prefixes: ['users/carol/', ...Array.from({ length: 9 }, (_, index) => `own/${index}/`)],
    });
    for (const secret of ['secret', 'board', 'groups', 'users/${sub}']) expect(text).not.toContain(secret);
  });

  it('in a batch once for each action', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `out/${index}`);
    const operations = keys.flatMap((key) => [
      { operation: 'download', key },
      { operation: 'delete', key },
    ]);
    const client = await of(OF_A);
    const { text } = await client.post('/batches', { operations });
    const { results } = JSON.parse(text) as { results: { problem: Problem }[] };
    expect(results.map(({ problem }) => problem.code)).toEqual(operations.map(() => 'access_denied'));
    expect(results.flatMap(({ problem }) => problem.requires ?? [])).toEqual([
      { action: 'download', prefixes: ['in/'] },
      { action: 'delete', prefixes: [] },
    ]);
  });

  it('but not by a capability', () => {
    const access = { tenant: { grants: new Grants([]) }, caller: {}, session: {} } as unknown as TenantAccess;
    expect(noGrant(access, 'upload', 'a').requires).toBeUndefined();
    const requires = { action: 'upload', prefixes: [] };
    expect(noGrant({ ...access, session: undefined }, 'upload', 'a').requires).toEqual(requires);
  });
});

it('the line of an expired session says whose it was', async () => {
  setClock(START + 12 * 3_600_000);
  try {
    const answer = await uppy(() => own)();
    expect(answer.json.code).toBe('session_not_active');
    const said = { ...ALICE, tenant: 'team-a', action: 'upload', key: 'in/', reason: 'capability_expired' };
    expect(await requestLineOf(api, answer)).toMatchObject(said);
  } finally {
    setClock();
  }
});

it('the cases have every reason that a request can have', () => {
  const elsewhere = [
    'capability_expired', // tested above
    'capability_revoked', // this and the next reason need a changed tenant file: access/sealing/revocation.spec.ts
    'capability_bound_elsewhere',
    'no_permission_declared', // every route declares one: conventions.spec.ts
  ];
  const reasons = [...TOKENS, ...MAY_NOT, ...SESSIONS].map(([, , reason]) => reason);
  expect(reasons.length).toBeGreaterThan(40);
  expect(new Set([...reasons, ...elsewhere])).toEqual(new Set(Object.keys(REFUSAL_REASONS)));
});

it('docs/operate.md has every reason and what it means', () => {
  const page = readFileSync(new URL('../../../../docs/operate.md', import.meta.url), 'utf8');
  const rows = Array.from(page.matchAll(/^\| `([a-z_]+)` +\| (.*?) +\|$/gm), ([, name, words]) => [
    name,
    words,
  ]);
  const reasons = new Set(Object.keys(REFUSAL_REASONS));
  expect(Object.fromEntries(rows.filter(([name]) => reasons.has(name!)))).toEqual(REFUSAL_REASONS);
});
