import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestLineOf } from '../../../../test/support/checks/request-line-of.js';
import { send, type RawResponse } from '../../../../test/support/clients/http.js';
import { api, issuer, OF_A, start, stop } from '../../testing/refusal-cases.js';
import { ACTIONS } from '#tenant-file';
import type { Problem } from '../platform/problems/problem.js';

// Every operation of the document refuses a request before it reads the body, and all refusals are the same.

beforeAll(start);
afterAll(stop);

interface Operation {
  readonly operationId: string;
  readonly security?: readonly object[];
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const document = JSON.parse(
  readFileSync(new URL('../../../../dist/generated/openapi.json', import.meta.url), 'utf8'),
) as Document;
const METHODS = new Set(['get', 'post', 'put', 'delete']);

/** The operations that require a token of a tenant. */
const OPERATIONS = Object.entries(document.paths)
  .filter(([path]) => path.startsWith('/v1/tenants/{tenant}/'))
  .flatMap(([path, members]) =>
    Object.entries(members)
      .filter(([method]) => METHODS.has(method))
      .map(([method, { operationId }]) => [operationId, method.toUpperCase(), path] as const),
  );

async function ask(method: string, path: string, tenant: string, token?: string): Promise<RawResponse> {
  const url = path.replace('{tenant}', tenant).replaceAll(/\{\w+\}/g, 'x');
  return send(`${api.url}${url}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(method === 'POST' && { body: '{' }),
  });
}

/** Returns everything of an answer that distinguishes it from another answer. */
function bytesOf({ status, headers, text }: RawResponse): string {
  const { requestId } = JSON.parse(text) as Problem;
  return JSON.stringify([status, { ...headers, date: '', 'x-request-id': '' }, text.replace(requestId, '')]);
}

it('there are operations of every kind', () => {
  expect(OPERATIONS.length).toBeGreaterThan(17);
  expect(new Set(OPERATIONS.map(([, method]) => method))).toEqual(new Set(['GET', 'POST', 'DELETE']));
});

describe.each(OPERATIONS)('%s', (operationId, method, path) => {
  it('tells a stranger nothing, and the operator why', async () => {
    const strangers = [
      ['no_token', 'team-a', undefined],
      ['malformed', 'team-a', 'x'],
      ['tenant_not_named', 'team-a', await issuer.token({ tenants: ['team-c'] })],
      ['tenant_not_served', 'nowhere', await issuer.token(OF_A)],
    ] as const;
    for (const [reason, tenant, token] of strangers) {
      const answer = await ask(method, path, tenant, token);
      const [, otherMethod, otherPath] = OPERATIONS[0]!;
      expect(bytesOf(answer), reason).toBe(bytesOf(await ask(otherMethod, otherPath, tenant, token)));
      const { status } = answer;
      expect(await requestLineOf(api, answer), operationId).toMatchObject({ reason, status, method });
    }
  });

  it('tells a caller of the tenant which action it may not do', async () => {
    const answer = await ask(method, path, 'team-d', await issuer.token({ tenants: ['team-d'] }));
    const { code, requires } = JSON.parse(answer.text) as Problem;
    expect(code).toBe('access_denied');
    expect(requires?.prefixes).toEqual([]);
    expect(ACTIONS).toContain(requires?.action);
    const line = await requestLineOf(api, answer);
    expect(line).toMatchObject({ reason: 'no_grant', tenant: 'team-d', subject: 'alice', status: 403 });
  });
});
