import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { nodeHashing } from './hashing.js';

/** So many bytes that they are digested in a thread. */
const bytes = () => new Uint8Array(randomBytes(512 * 1024));

it('digests large pieces in a thread, and begins another thread after one has failed', async () => {
  const { digest } = nodeHashing();
  await expect(digest('none' as 'MD5', bytes())).rejects.toThrow(TypeError);
  const [one, other] = [bytes(), bytes()];
  const expected = [one, other].map((each) => createHash('sha256').update(each).digest('hex'));
  const digested = await Promise.all([digest('SHA256', one), digest('SHA256', other)]);
  expect(digested.map((each) => Buffer.from(each.digest).toString('hex'))).toEqual(expected);
  expect(digested[0].bytes.byteLength).toBe(512 * 1024);
});
