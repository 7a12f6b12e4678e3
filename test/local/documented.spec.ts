import { describe, expect, inject, it } from 'vitest';
import type { UploadSessionAnswer } from '../../apps/api/src/features/upload-sessions/upload-session.response.js';
import { Documented, type OpenApi, type Operation } from '../support/checks/documented.js';
import { ApiClient, use } from '../support/clients/api-client.js';
import { send, type RawRequest } from '../support/clients/http.js';

const ready = inject('ready');
const document = JSON.parse((await send(`${ready.url}/openapi.json`)).text) as OpenApi;
const documented = new Documented(document);
const operations = documented.operations();
const json = { 'content-type': 'application/json' };

const teamA = new ApiClient(ready.url, 'team-a', ready.tenants['team-a']!.token);
const teamB = new ApiClient(ready.url, 'team-b', ready.tenants['team-b']!.token);

type Listed = (typeof operations)[number];

/** Returns the examples of a body or of query parameters as requests. */
function examples({ parameters, requestBody }: Operation): [query: string, request: RawRequest][] {
  const bodies = Object.values(requestBody?.content['application/json'].examples ?? {});
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  if (bodies.length > 0) {
    return bodies.map(({ value }) => ['', { headers: json, body: JSON.stringify(value) }]);
  }
  const queries = inQuery.flatMap(({ name, examples: values = {} }) =>
    Object.values(values).map(({ value }) => `?${name}=${encodeURIComponent(String(value))}`),
  );
  return queries.length > 0 ? queries.map((query) => [query, {}]) : [['', {}]];
}

const { json: session } = await teamA.post<UploadSessionAnswer>('/upload-sessions', { keyPrefix: 'inbox/' });
const capability = session.companionEndpoint.split('/').at(-1)!;
const pathOf = ({ path }: Listed, tenant = 'team-a') =>
  path.replace('{tenant}', tenant).replace('{capability}', capability);
const code = (text: string) => (JSON.parse(text) as { code?: string }).code;

/**
 * Calls the first example with a change. Expects a refusal that the OpenAPI document describes, and returns its code.
 */
async function refusal(operation: Listed, change: RawRequest = {}, path = pathOf(operation)) {
  const [[query, example]] = examples(operation) as [[string, RawRequest]];
  const answer = await teamA.send(path + query, { method: operation.method, ...example, ...change });
  expect(documented.errors(operation, answer)).toEqual([]);
  return code(answer.text);
}

const isGuarded = ({ security }: Listed) => security === undefined;
const ofTenant = operations.filter(({ path }) => path.includes('{tenant}'));
const atRoot = operations.filter((operation) => isGuarded(operation) && !ofTenant.includes(operation));
const served = operations.filter((operation) => !atRoot.includes(operation));
const withBody = operations.filter(({ requestBody }) => requestBody !== undefined);
/** Operations that sign for one key. */
const forKey = withBody.filter((operation) =>
  examples(operation)[0]![1].body?.toString().startsWith('{"key":'),
);

/** Operations whose examples don't expire. life-of-an-object.spec.ts tests operations with encrypted tokens. */
const lasting = served.filter(({ path }) => !/uploadId|confirmations/.test(path));
const success = ({ responses }: Operation) => Object.keys(responses).find((status) => status.startsWith('2'));

/** Uploads the source of a copy. */
async function putSource(body: string): Promise<void> {
  const { key } = (JSON.parse(body) as { from: { key: string } }).from;
  const { status } = await use(await teamA.sign('uploads', { key, contentType: 'text/plain' }), {
    body: 'x',
  });
  expect(status).toBe(200);
}

describe('answers are as documented', () => {
  it.each(lasting)('of the examples of $operationId', async (operation) => {
    for (const [query, example] of examples(operation)) {
      if (operation.operationId === 'copyObject') await putSource(String(example.body));
      const answer = await teamA.send(pathOf(operation) + query, { method: operation.method, ...example });
      expect(String(answer.status), answer.text).toBe(success(operation));
      expect(documented.errors(operation, answer)).toEqual([]);
    }
  });

  it.each(operations)('of $operationId to requests that no route takes', async (operation) => {
    expect(await refusal(operation, { method: 'PATCH' })).toBe('method_not_allowed');
    expect(await refusal(operation, { headers: { ...json, accept: 'text/html' } })).toBe('not_acceptable');
    expect(await refusal(operation, { headers: { 'x-long': 'x'.repeat(20_000) } })).toBe('headers_too_large');
  });

  it.each(ofTenant)('of $operationId to the wrong callers', async (operation) => {
    expect(await refusal(operation, { headers: { ...json, authorization: 'Bearer x' } })).toBe(
      'invalid_token',
    );
    expect(await refusal(operation, {}, pathOf(operation, 'team-b'))).toBe('access_denied');
    expect(await refusal(operation, {}, pathOf(operation, 'x'.repeat(9000)))).toBe('uri_too_long');
  });

  it.each(atRoot)('of $operationId where two tenants are served', async (operation) => {
    expect(await refusal(operation)).toBe('not_found');
  });

  it.each(withBody)('of $operationId to bodies that are wrong', async (operation) => {
    const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expect(await refusal(operation, { body: '{"key' })).toBe('malformed_json');
    expect(await refusal(operation, body({ colour: 'red' }))).toBe('invalid_request');
    expect(await refusal(operation, form)).toBe('unsupported_media_type');
  });

  it.each(forKey)('of $operationId to requests that can’t be met', async (operation) => {
    expect(await refusal(operation, body({ key: 'a/../b' }))).toBe('invalid_key');
    expect(await refusal(operation, body({ expiresIn: 60, minValidity: 61 }))).toBe('validity_too_short');
    expect(await refusal(operation, body({ key: 'x'.repeat(20_000) }))).toBe('body_too_large');
  });
});

const body = (change: object) => ({ body: JSON.stringify({ key: 'a', ...change }) });
const find = (id: string) => operations.find(({ operationId }) => operationId === id)!;

it.each<[string, string, string, () => ReturnType<ApiClient['send']>]>([
  [
    'signUpload',
    'content_length_required',
    'without a size where it is limited',
    () => teamB.post('/uploads', { key: 'a', contentType: 'text/plain' }),
  ],
  [
    'tutorialPut',
    'not_found',
    'where it is off',
    () => teamB.send('/v1/tenants/team-b/signed-url-put?key=a'),
  ],
  [
    'tutorialGet',
    'invalid_request',
    'with two keys',
    () => teamA.send('/v1/tenants/team-a/signed-url-get?key=a&key=b'),
  ],
  ['tutorialGet', 'invalid_key', 'without a key', () => teamA.send('/v1/tenants/team-a/signed-url-get?key=')],
])('%s answers %s %s', async (id, expected, _, call) => {
  const answer = await call();
  expect(code(answer.text)).toBe(expected);
  expect(documented.errors(find(id), answer)).toEqual([]);
});

describe('what is documented', () => {
  const headers = { 'content-type': 'application/problem+json', 'x-request-id': 'x' };
  const problem = {
    type: 'urn:tenant-presign:problem:access_denied',
    title: '',
    status: 403,
    detail: '',
    code: 'access_denied',
    requestId: 'x',
  };
  const errors = (status: number, change: object = {}, fields: object = headers) =>
    documented.errors(find('signHead'), {
      status,
      headers: { ...fields },
      text: JSON.stringify({ ...problem, status, ...change }),
    });

  it('is held against answers in every part', () => {
    expect(errors(403)).toEqual([]);
    expect(errors(418)).toEqual(['signHead: status 418 is not documented']);
    expect(errors(403, { code: 'invalid_key' }).join()).toContain('/code invalid_key is not documented');
    expect(errors(403, { more: 1 }).join()).toContain('must NOT have additional properties');
    expect(errors(403, {}, { ...headers, 'content-type': 'text/html' }).join()).toContain('text/html');
    expect(errors(403, {}, { 'content-type': headers['content-type'] }).join()).toContain('no x-request-id');
  });
});
