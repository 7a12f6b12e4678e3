import { expect, it } from 'vitest';
import { sourceOf, type Body } from './source.js';

const LENGTH = 300 * 1024;

it.each<[string, Body]>([
  ['a Buffer', Buffer.alloc(LENGTH, 7)],
  ['a Uint8Array', new Uint8Array(LENGTH).fill(7)],
  ['an ArrayBuffer', new Uint8Array(LENGTH).fill(7).buffer],
  ['a Blob', new Blob([new Uint8Array(LENGTH).fill(7)])],
])('gives copies of %s, so that a thread may take them', async (_, body) => {
  const source = sourceOf(body);
  if (source.kind !== 'random') throw new Error('a stream');
  for (const [start, end] of [
    [0, LENGTH],
    [0, LENGTH],
    [1, 3],
  ] as const) {
    const bytes = await source.read(start, end);
    expect(bytes).toEqual(new Uint8Array(end - start).fill(7));
    structuredClone(bytes, { transfer: [bytes.buffer] });
  }
});
