import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { get, put, sdkClient, startTwoTeams } from '../testing/harness.js';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import type { EmbeddedS3 } from './index.js';

// These specs check that keys of all kinds are returned byte for byte.

let s3: EmbeddedS3;
let byTheMachinesClock: EmbeddedS3;
beforeAll(async () => {
  s3 = await startTwoTeams();
  byTheMachinesClock = await startTwoTeams({ now: () => new Date() });
});
afterAll(() => Promise.all([s3.close(), byTheMachinesClock.close()]));

const LITERALS = [
  'a b',
  'a+b',
  'a%20b',
  'a%2Fb',
  'a%2fb',
  'a%252Fb',
  '%',
  '100%',
  '%zz',
  'a?b=c&d',
  'a#b',
  'a;b',
  'a:b',
  `"quotes" 'and' \`more\``,
  'back\\slash',
  '<>{}[]|^~',
  '!*()$@,=&',
  'a//b',
  '/a',
  'folder/',
  './a',
  'a/../b',
  'ü',
  'u\u0308',
  '日本語/ファイル.txt',
  '😀/👩‍👩‍👧‍👦',
  '\u{10ffff}\ufffd',
  '\u202eright to left',
  'line\nbreak\r\ttab',
  '__proto__',
  'constructor',
  'x'.repeat(1024),
  'ü'.repeat(512),
  '日'.repeat(341),
  '😀'.repeat(256),
];

async function roundTrip(key: string): Promise<string> {
  const stored = await put(s3, key, key);
  if (stored.status !== 200) return `${stored.status} ${stored.text}`;
  return (await get(s3, key)).text;
}

describe('a key', () => {
  it.each(LITERALS)('comes back: %j', async (key) => {
    expect(await roundTrip(key)).toBe(key);
  });

  it('comes back: anything in Unicode', async () => {
    const key = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 60 })
      .filter((text) => text.isWellFormed());
    await fc.assert(
      fc.asyncProperty(key, async (text) => {
        expect(await roundTrip(text)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it('is another key for each other spelling', async () => {
    await put(s3, 'spelling/a%20b', 'encoded');
    await put(s3, 'spelling/a b', 'blank');
    await put(s3, 'spelling/a+b', 'plus');
    const texts = ['spelling/a%20b', 'spelling/a b', 'spelling/a+b'].map(
      async (key) => (await get(s3, key)).text,
    );
    expect(await Promise.all(texts)).toEqual(['encoded', 'blank', 'plus']);
  });

  it('may take 1,024 bytes and no more', async () => {
    expect(await put(s3, `${'ü'.repeat(512)}a`, '')).toMatchObject({ status: 400, code: 'KeyTooLongError' });
  });

  it('comes back through the AWS SDK, in listings too', async () => {
    const client = sdkClient(byTheMachinesClock);
    const Bucket = 'team-a';
    const keys = LITERALS.filter((key) => !/(^|\/)\.\.?\//.test(key)); // the SDK resolves dot segments itself
    for (const Key of keys) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      expect(await Body?.transformToString()).toBe(Key);
    }
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
    const inByteOrder = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(Contents.map(({ Key }) => Key)).toEqual(inByteOrder);
  });
});
