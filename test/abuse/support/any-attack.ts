import fc from 'fast-check';
import { attack, chunkedRequestOf, requestOf, type Attack } from './attack.js';
import type { Means } from './means.js';

const MIB = 1024 ** 2;
const SECONDS = 5;
/** The most writes on each connection. With more, the attacker itself would not finish in time. */
const MAX_WRITES = 4000;

const json = fc.oneof(
  fc.nat(3000).map((depth) => '['.repeat(depth)),
  fc.nat(3000).map((depth) => '{"a":'.repeat(depth)),
  fc
    .tuple(fc.constantFrom('operations', 'parts', 'key', 'tags', 'metadata'), fc.nat(100_000))
    .map(([member, count]) => `{"${member}":[${'{},'.repeat(count)}{}]}`),
  fc.nat(50_000).map((count) => `{"metadata":{${'"a":"",'.repeat(count)}"b":""}}`),
  fc.nat(200_000).map((length) => `{"key":"${'\\u0041'.repeat(length / 6)}"}`),
  fc.nat(50_000).map((count) => `{"operations":[${'1,'.repeat(count)}1]}`),
  fc.json({ maxDepth: 5 }),
);

/** Generates requests with and without tokens, with complete and truncated bodies, for all kinds of route. */
function anyRequest({ tokens, capability, uploadPaths }: Means): fc.Arbitrary<string> {
  const path = fc.constantFrom(
    '/docs/swagger-ui-bundle.js',
    '/openapi.json',
    '/x',
    '/health/ready',
    '/v1/tenants/mallory/downloads',
    '/v1/tenants/mallory/batches',
    '/v1/tenants/mallory/objects?limit=1000',
    '/v1/tenants/mallory/explanations',
    '/v1/tenants/honest/downloads',
    `${uploadPaths[0]}/parts`,
    `${capability}/s3/multipart`,
    `${capability}/s3/multipart/x/complete?key=x`,
  );
  const token = fc.oneof(
    fc.constantFrom(...tokens),
    fc.constant(undefined),
    fc.constantFrom(...tokens).map((text) => `${text.slice(0, -4)}AAAA`),
  );
  const fields = fc.constantFrom<Record<string, string>>(
    {},
    { 'content-length': '8388608' },
    { 'content-length': '1' },
    { expect: '100-continue' },
    { accept: 'text/html,'.repeat(90) },
    { 'accept-encoding': 'identity' },
  );
  /** Generates how a body is sent: with its length (`undefined`), or in chunks of so many bytes. */
  const chunkSize = fc.constantFrom(undefined, undefined, undefined, 1, 700);
  const emptyLines = fc.constantFrom(0, 0, 0, 3, 100_000);
  const method = fc.constantFrom('GET', 'HEAD', 'POST', 'POST', 'POST', 'DELETE', 'OPTIONS');
  return fc
    .record({
      head: fc.record({ method, path, token, fields }),
      body: fc.option(json, { nil: undefined }),
      times: fc.nat(400),
      chunkSize,
      emptyLines,
    })
    .map(({ head, body, times, chunkSize: size, emptyLines: lines }) => {
      const before = '\r\n'.repeat(lines);
      if (body === undefined) return before + requestOf(head).repeat(times + 1);
      return before + (size === undefined ? requestOf(head, body) : chunkedRequestOf(head, body, size));
    });
}

export const anyAttack = (means: Means): fc.Arbitrary<Attack> =>
  fc
    .record({
      payloads: fc.array(
        fc.array(anyRequest(means), { minLength: 1, maxLength: 4 }).map((all) => all.join('')),
        { minLength: 1, maxLength: 8 },
      ),
      reads: fc.boolean(),
      repeats: fc.boolean(),
      step: fc.constantFrom(1, 700, 16_384, MIB),
      pause: fc.constantFrom(0, 1, 50),
      leaves: fc.boolean(),
    })
    .map(({ payloads, ...change }) => {
      const most = change.step * MAX_WRITES;
      return attack(
        payloads.map((payload) => payload.slice(0, most)),
        { ...change, seconds: SECONDS },
      );
    });
