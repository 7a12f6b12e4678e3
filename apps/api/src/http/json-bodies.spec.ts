import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { acceptJsonOnly } from './json-bodies.js';
import { Turns } from './turns.js';

const SHORT = '{"of":"short"}';
const LONG = `{"of":"long","items":[${'1,'.repeat(30_000)}1]}`;

const LARGE = { bodyLimit: 1024 ** 2 };

function serverWith(turns: Turns) {
  const server = fastify();
  acceptJsonOnly(server, turns);
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
  const post = serverWith(new Turns());
  expect(await Promise.all([LONG, SHORT, LONG].map((body) => post(body)))).toEqual([
    '{"of":"long"}',
    SHORT,
    '{"of":"long"}',
  ]);
});

it('keeps long bodies as text while what began before has its turns, short ones not', async () => {
  const turns = new Turns();
  const post = serverWith(turns);
  const nextTurn = turns.begin('');
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
  acceptJsonOnly(server, new Turns());
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
  const post = serverWith(new Turns());
  expect(await post(sized('{"of":1}'))).toBe('{"of":1}');
  expect(await post(sized('{"of":1'))).toBe(400);
  expect(await post(sized('{"__proto__":{}}'))).toBe(400);
  expect(await post(sized('{"constructor":{"prototype":{}}}'))).toBe(400);
});

it('refuses other media types, and no body at all', async () => {
  const post = serverWith(new Turns());
  expect(await post(SHORT, 'application/json; charset=utf-8')).toBe(SHORT);
  expect(await post(SHORT, 'text/plain')).toBe(415);
  expect(await post('')).toBe(400);
});
