import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { LongWorkQueue } from '../../platform/turns/long-work-queue.js';
import { ProcessorTime } from '../../platform/turns/processor-time.js';
import { DEFAULT_SHAPE, type RouteBodyLimit } from '../../platform/http/body-limit.js';
import { ApiError } from '../../platform/problems/api-error.js';
import { acceptJsonOnly } from './json-bodies.js';

const SHORT = '{"of":"short"}';
const LONG = `{"of":"long","items":[${'1,'.repeat(30_000)}1]}`;

const LARGE = { bodyLimit: 1024 ** 2 };

function serverWith(queue: LongWorkQueue) {
  const server = fastify();
  acceptJsonOnly(server, queue);
  server.post('/', { config: LARGE }, ({ body }) => ({ of: (body as { of: unknown }).of }));
  const post = async (payload: string, type = 'application/json') => {
    const { statusCode, body } = await server.inject({
      method: 'POST',
      url: '/',
      headers: { 'content-type': type },
      payload,
    });
    return statusCode === 200 ? body : statusCode;
  };
  return post;
}

it('takes bodies of any length', async () => {
  const post = serverWith(new LongWorkQueue(new ProcessorTime()));
  expect(await Promise.all([LONG, SHORT, LONG].map((body) => post(body)))).toEqual([
    '{"of":"long"}',
    SHORT,
    '{"of":"long"}',
  ]);
});

it('keeps long bodies as text while what began before has its turns, short ones not', async () => {
  const queue = new LongWorkQueue(new ProcessorTime());
  const post = serverWith(queue);
  const nextTurn = queue.begin(undefined);
  const ending = new AbortController();
  const order: string[] = [];
  const before = (async () => {
    while (!ending.signal.aborted) await nextTurn();
    order.push('before');
  })();
  const long = post(LONG).then(() => order.push('long'));
  await post(SHORT).then(() => order.push('short'));
  ending.abort();
  await Promise.all([before, long]);
  expect(order).toEqual(['short', 'before', 'long']);
});

it('makes one of long bodies into objects when all is done with the other, though they came together', async () => {
  const server = fastify();
  acceptJsonOnly(server, new LongWorkQueue(new ProcessorTime()));
  const order: string[] = [];
  server.post('/:name', { config: LARGE }, async ({ params, nextTurn }) => {
    const { name } = params as { name: string };
    order.push(`${name} begins`);
    for (let turn = 0; turn < 5; turn++) await nextTurn!();
    order.push(`${name} ends`);
    return {};
  });
  const headers = { 'content-type': 'application/json' };
  await Promise.all(
    ['a', 'b', 'c'].map((name) => server.inject({ method: 'POST', url: `/${name}`, headers, payload: LONG })),
  );
  expect(order).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

it.each([
  ['short', (text: string) => text],
  ['long', (text: string) => text.replace('{', `{"items":[${'1,'.repeat(30_000)}1],`)],
])('refuses what is no JSON, or would be a prototype: %s', async (_, sized) => {
  const post = serverWith(new LongWorkQueue(new ProcessorTime()));
  expect(await post(sized('{"of":1}'))).toBe('{"of":1}');
  expect(await post(sized('{"of":1'))).toBe(400);
  expect(await post(sized('{"__proto__":{}}'))).toBe(400);
  expect(await post(sized('{"constructor":{"prototype":{}}}'))).toBe(400);
});

it('refuses other media types, and no body at all', async () => {
  const post = serverWith(new LongWorkQueue(new ProcessorTime()));
  expect(await post(SHORT, 'application/json; charset=utf-8')).toBe(SHORT);
  expect(await post(SHORT, 'text/plain')).toBe(415);
  expect(await post('')).toBe(400);
});

const PADDING = 'x'.repeat(16 * 1024);
const SHAPE = { values: 10_000, items: 5000, depth: 8 };
const listOf = (items: number, item = '1') =>
  `{"list":[${Array(items).fill(item).join()}],"pad":"${PADDING}"}`;
const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)},"pad":"${PADDING}"}`;

async function refusal(body: string, bodyShape?: RouteBodyLimit['bodyShape']) {
  const server = fastify({ bodyLimit: 1024 ** 2 });
  acceptJsonOnly(server, new LongWorkQueue(new ProcessorTime()));
  server.post('/', { config: { bodyShape, bodyLimit: 1024 ** 2 } }, () => 'taken');
  const errors: Error[] = [];
  server.setErrorHandler((error: Error, _request, reply) => {
    errors.push(error);
    return reply.code(400).send();
  });
  const headers = { 'content-type': 'application/json' };
  await server.inject({ method: 'POST', url: '/', headers, payload: body });
  const [error] = errors;
  return error instanceof ApiError ? [error.code, error.errors?.[0]?.pointer, error.message] : error;
}

describe('a body above 16 KiB', () => {
  it.each([
    ['as many items', listOf(5000)],
    [
      'as many values',
      listOf(4000, '{"a":1}').replace('"pad"', `"more":[${Array(1997).fill(1).join()}],"pad"`),
    ],
    ['as many levels', nested(8)],
  ])('may have %s as its route says', async (_, body) => {
    expect(await refusal(body, SHAPE)).toBeUndefined();
  });

  it.each([
    ['items', listOf(5001), ['invalid_request', '#/list', expect.stringContaining('at most 5000 items')]],
    [
      'values',
      listOf(4000, '{"a":1}').replace('"pad"', `"more":[${Array(1998).fill(1).join()}],"pad"`),
      ['body_too_large', undefined, expect.stringContaining('more than 10000 values')],
    ],
    [
      'levels',
      nested(9),
      ['invalid_request', '#/a/0/0/0/0/0/0/0', expect.stringContaining('nested 8 levels deep')],
    ],
  ])('may not have one more: %s', async (_, body, refused) => {
    expect(await refusal(body, SHAPE)).toEqual(refused);
  });

  it('may be as deep as any where the route says nothing', async () => {
    expect(await refusal(nested(DEFAULT_SHAPE.depth))).toBeUndefined();
    expect(await refusal(nested(DEFAULT_SHAPE.depth + 1))).toContain('invalid_request');
  });

  it('below it, the parser alone decides', async () => {
    expect(
      await refusal(`[${'[],'.repeat(5000)}[]]`.padEnd(16 * 1024), { ...SHAPE, items: 1 }),
    ).toBeUndefined();
    expect(
      await refusal(`[${'[],'.repeat(5000)}[]]`.padEnd(16 * 1024 + 1), { ...SHAPE, items: 1 }),
    ).toContain('invalid_request');
  });
});
