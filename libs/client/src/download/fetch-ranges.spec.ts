import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../context.js';
import { receivingSend } from '../node/receiving-send.js';
import { fetchSend } from '../storage/fetch-send.js';
import { AdaptiveLimit } from '../work/adaptive-limit.js';
import { Buffers } from '../work/buffers.js';
import { fetchRanges, type Fetched } from './fetch-ranges.js';
import type { Range } from './range.js';

const OBJECT = Buffer.from(Array.from({ length: 400 }, (_, index) => index % 251));
const ETAG = '"9e107d9d372bb6826bd81d3542a419d6"';

/** Answers a request for these bytes, rightly or wrongly. */
type Answer = (response: ServerResponse, bytes: Buffer) => void;

const right: Answer = (response, bytes) => {
  response.setHeader('content-length', bytes.length).end(bytes);
};
const inChunks: Answer = (response, bytes) => {
  response.write(bytes.subarray(0, 3));
  response.end(bytes.subarray(3));
};
const cutAfter =
  (length: number): Answer =>
  (response, bytes) => {
    const there = bytes.subarray(0, Math.min(length, bytes.length - 1));
    response.setHeader('content-length', bytes.length).write(there);
    setTimeout(() => response.destroy(), 2);
  };
const tooLong: Answer = (response, bytes) => inChunks(response, Buffer.concat([bytes, Buffer.of(1)]));
const tooShort: Answer = (response, bytes) => right(response, bytes.subarray(1));
const otherRange: Answer = (response, bytes) => {
  response.setHeader('content-range', 'bytes 1000-1400/2000');
  inChunks(response, Buffer.from(bytes.toReversed()));
};
/** Answers in chunks without a Content-Range, as a page may see it, and perhaps some bytes less. */
const silent =
  (missing: number): Answer =>
  (response, bytes) => {
    response.removeHeader('content-range');
    inChunks(response, bytes.subarray(missing));
  };
const busy: Answer = (response) => {
  response.writeHead(503, { 'retry-after': '0' }).end();
};
const replaced: Answer = (response, bytes) => right(response.setHeader('etag', '"other"'), bytes);
const whole: Answer = (response) => {
  response.statusCode = 200;
  right(response, OBJECT);
};

let server: Server;
let answers: Answer[];
let asked: (string | undefined)[];
beforeAll(async () => {
  server = createServer(({ headers: { range } }, response) => {
    asked.push(range);
    const [, start = 0, end = OBJECT.length - 1] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    response.statusCode = range === undefined ? 200 : 206;
    response.setHeader('etag', ETAG);
    if (range !== undefined) response.setHeader('content-range', `bytes ${start}-${end}/${OBJECT.length}`);
    (answers.shift() ?? right)(response, OBJECT.subarray(Number(start), Number(end) + 1));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => void server.close());

/** Fetches ranges with these answers. @returns what was taken, by the range's number */
async function fetched(send: Context['send'], ranges: readonly Range[], given: readonly Answer[]) {
  answers = [...given];
  asked = [];
  const context = {
    send,
    requests: new AdaptiveLimit(4, 64),
    buffers: new Buffers(16),
    retries: { policy: { attempts: 3, base: 0, longest: 0 } },
    seesAllHeaders: true,
  } as unknown as Context;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const wanted = {
    sign: () => Promise.resolve({ url, method: 'GET', headers: {}, until: Infinity }),
    refused: () => undefined,
    forgetUrl: () => undefined,
    size: OBJECT.length,
    etag: ETAG,
  };
  const taken: [index: number, bytes: Buffer][] = [];
  const take = async (index: number, { bytes }: Fetched) => {
    await new Promise((resolve) => setImmediate(resolve));
    taken.push([index, Buffer.from(bytes)]);
  };
  await fetchRanges(context, wanted, ranges, take);
  return taken;
}

const bytesOf = (ranges: readonly Range[]) =>
  ranges.map(({ start, end }, index) => [index, OBJECT.subarray(start, end)]);
const cuts = fc.uniqueArray(fc.integer({ min: 0, max: OBJECT.length }), { minLength: 2, maxLength: 8 });
const adjacentRanges = cuts.map((places): Range[] => {
  const sorted = places.sort((one, other) => one - other);
  return sorted.slice(1).map((end, index) => ({ start: sorted[index]!, end }));
});
const TEN: Range[] = Array.from({ length: 10 }, (_, index) => ({ start: index * 40, end: index * 40 + 40 }));

describe.each([
  ['Node', receivingSend(1000)],
  ['fetch', fetchSend(1000, fetch)],
])('by %s', (_, send) => {
  it('takes each range once and in order, whatever goes wrong between', async () => {
    const wrong = fc.oneof(
      fc.nat(OBJECT.length).map(cutAfter),
      fc.constantFrom(tooLong, tooShort, otherRange, silent(1), busy, replaced, whole),
    );
    const twoFaults = fc.array(fc.oneof(wrong, fc.constantFrom(right, inChunks, silent(0))), {
      maxLength: 2,
    });
    await fc.assert(
      fc.asyncProperty(adjacentRanges, twoFaults, async (ranges, given) => {
        expect(await fetched(send, ranges, given)).toEqual(bytesOf(ranges));
      }),
    );
  });

  it('asks for what is missing only, and has all attempts again whenever something arrived', async () => {
    const given = [cutAfter(50), busy, busy, cutAfter(95), busy, busy];
    expect(await fetched(send, TEN, given)).toEqual(bytesOf(TEN));
    const missing = ['bytes=40-399', 'bytes=120-399'].flatMap((range) => [range, range, range]);
    expect(asked).toEqual([undefined, ...missing]);
    await expect(fetched(send, TEN, [cutAfter(50), busy, busy, cutAfter(0)])).rejects.toMatchObject({
      code: 'network',
    });
    expect(asked).toEqual([undefined, ...missing.slice(0, 3)]);
  });

  it('asks for one range at a time if responses don’t say which bytes they have', async () => {
    const three = TEN.slice(1, 4);
    expect(await fetched(send, three, [silent(0), silent(0), silent(1), silent(0)])).toEqual(bytesOf(three));
    expect(asked).toEqual(['bytes=40-159', 'bytes=40-79', 'bytes=80-119', 'bytes=80-119', 'bytes=120-159']);
  });

  it.each([
    ['other bytes', otherRange, 'unexpected_response'],
    ['the whole object', whole, 'unexpected_response'],
    ['fewer bytes', tooShort, 'network'],
    ['more bytes', tooLong, 'network'],
    ['bytes of another object', replaced, 'object_changed'],
  ])('takes nothing if the storage always answers %s', async (_name, answer, code) => {
    await expect(fetched(send, TEN.slice(1, 2), [answer, answer, answer])).rejects.toMatchObject({ code });
    expect(asked).toHaveLength(3);
  });
});
