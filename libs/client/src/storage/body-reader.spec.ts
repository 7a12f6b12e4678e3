import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunkReader } from './body-reader.js';

async function* chunksOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

it('fills buffers of any lengths from chunks of any lengths, up to the end', async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 20 }));
  const lengths = fc.array(fc.nat(30));
  await fc.assert(
    fc.asyncProperty(chunks, lengths, async (parts, buffers) => {
      const all = Buffer.concat(parts);
      const reader = chunkReader(chunksOf(parts));
      let place = 0;
      for (const length of buffers) {
        const buffer = Buffer.alloc(length);
        const expected = all.subarray(place, place + length);
        expect(await reader.fill(buffer)).toBe(expected.length);
        expect(buffer.subarray(0, expected.length)).toEqual(expected);
        place += expected.length;
      }
      expect(await reader.isAtEnd()).toBe(place === all.length);
    }),
  );
});

async function* failing(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Uint8Array.of(1, 2, 3));
  throw new Error('cut');
}

it('throws what the body throws', async () => {
  const { fill, isAtEnd } = chunkReader(failing());
  expect(await fill(new Uint8Array(3))).toBe(3);
  await expect(isAtEnd()).rejects.toThrow('cut');
});
