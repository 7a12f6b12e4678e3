import { attack, chunkedRequestOf, requestOf, type Attack } from './attack.js';
import type { Means } from './means.js';

const KIB = 1024;
const MIB = 1024 ** 2;
const TENANT = '/v1/tenants/mallory';
const BUNDLE = '/docs/swagger-ui-bundle.js';

/** Returns a JSON object of about `bytes` bytes, in which the list `member` has as many empty objects as fit in. */
const wide = (member: string, bytes: number): string =>
  `{"${member}":[${'{},'.repeat(Math.floor((bytes - 20) / 3))}{}]}`;

const batchOf = (count: number, more = ''): string =>
  JSON.stringify({
    operations: Array.from({ length: count }, (_, n) => ({ operation: 'download', key: `k/${n}${more}` })),
  });

/** Returns the known attacks, by name. */
export function knownAttacks({ tokens, capability, uploadPaths }: Means): Record<string, Attack> {
  const [token = ''] = tokens;
  const post = (path: string, body: string, fields = {}): string =>
    requestOf({ method: 'POST', path, token, fields }, body);
  const byEach = (path: string, body: string): string[] =>
    tokens.map((each) => requestOf({ method: 'POST', path, token: each }, body));
  const batchesInChunks = (body: string, size: number): string[] =>
    tokens.map((each) =>
      chunkedRequestOf({ method: 'POST', path: `${TENANT}/batches`, token: each }, body, size),
    );
  const bundle = requestOf({ path: BUNDLE });
  return {
    'pages that are pipelined and never read': attack([
      bundle.repeat(400),
      requestOf({ path: BUNDLE, fields: { 'accept-encoding': 'gzip' } }).repeat(400),
    ]),
    'heads of pages, pipelined': attack(requestOf({ method: 'HEAD', path: BUNDLE }).repeat(300)),
    'pages that are not read, and requests for nothing behind them': attack(
      bundle.repeat(14) + requestOf({ path: '/x' }).repeat(1200),
    ),
    'bodies without an end, to no route': attack(
      requestOf({
        method: 'POST',
        path: '/nope',
        fields: { 'content-type': 'application/json', 'content-length': '100' },
      }) + '{',
    ),
    'a large body that is announced and does not come': attack(
      byEach(`${TENANT}/batches`, '{').map((text) =>
        text.replace('content-length: 1', 'content-length: 8388608'),
      ),
    ),
    'slow bodies': attack(byEach(`${TENANT}/downloads`, `{"key":"${'k'.repeat(900)}"}`), {
      step: 1,
      pause: 5,
    }),
    'lists of nothing, to a capability': attack(
      requestOf(
        { method: 'POST', path: `${capability}/s3/multipart/x/complete?key=x` },
        wide('parts', 100 * KIB),
      ),
      { reads: true, repeats: true, connections: 200 },
    ),
    'lists of nothing, to parts': attack(post(`${uploadPaths[0]}/parts`, wide('parts', 195 * KIB)), {
      reads: true,
      repeats: true,
      connections: 200,
    }),
    'lists of nothing, to batches': attack(post(`${TENANT}/batches`, wide('operations', MIB - 4 * KIB)), {
      reads: true,
      connections: 500,
    }),
    'unknown members': attack(
      post(
        `${TENANT}/batches`,
        `{"operations":[${'{"operation":"download","key":"a","x":1,"y":2},'.repeat(999)}{}]}`,
      ),
      { reads: true, repeats: true, connections: 200 },
    ),
    'tags without an end, to be explained': attack(
      post(
        `${TENANT}/explanations`,
        JSON.stringify({ url: 'https://x.example/a', response: '<Error>'.repeat(8800) }),
      ),
      { reads: true, repeats: true, connections: 500 },
    ),
    'batches, as fast as answers come': attack(byEach(`${TENANT}/batches`, batchOf(150)), {
      reads: true,
      repeats: true,
    }),
    'batches whose answers are never read': attack(byEach(`${TENANT}/batches`, batchOf(400).slice(0))),
    'signings, as fast as answers come': attack(byEach(`${TENANT}/downloads`, '{"key":"a.txt"}'), {
      reads: true,
      repeats: true,
    }),
    'signings, pipelined and never read': attack(
      byEach(`${TENANT}/downloads`, '{"key":"a.txt"}').map((text) => text.repeat(600)),
    ),
    'bad tokens, as fast as answers come': attack(
      tokens.map((each, n) =>
        requestOf(
          {
            method: 'POST',
            path: `${TENANT}/downloads`,
            token: `${each.slice(0, -9)}${String(n).padStart(4, 'A')}AAAAA`,
          },
          '{}',
        ),
      ),
      { reads: true, repeats: true },
    ),
    'connections that are reset': attack(post(`${TENANT}/batches`, batchOf(300)), { leaves: true }),
    'connections that say nothing': attack(''),
    'heads of many fields': attack(
      requestOf({
        path: '/docs',
        fields: Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [`x${n}`, ''])),
      }),
      { reads: true, repeats: true },
    ),
    'queries of many names': attack(requestOf({ path: `/docs?${'a&'.repeat(7000)}` }), {
      reads: true,
      repeats: true,
    }),
    'media types without an end': attack(
      requestOf({ path: '/docs', fields: { accept: 'a/b,'.repeat(3500) } }),
      { reads: true, repeats: true },
    ),
    'empty lines': attack('\r\n'.repeat(MIB / 2)),
    'chunks of a byte': attack(batchesInChunks('x'.repeat(MIB / 6), 1)),
    'chunks of a byte, to no route': attack(
      chunkedRequestOf({ method: 'POST', path: '/nope' }, 'x'.repeat(MIB / 6), 1),
    ),
    'chunks full of last chunks': attack(batchesInChunks('0\r\n\r\n'.repeat(200_000), MIB)),
    'bodies for those who read none': attack(
      requestOf({ path: '/health/live', fields: { 'content-length': String(MIB) } }) + 'x'.repeat(MIB - 200),
      { reads: true },
    ),
  };
}
