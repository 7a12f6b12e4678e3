import { decodeTime } from 'ulid';
import { expect, it } from 'vitest';
import { signingIds } from './signing-id.js';

const NOW = 1_795_521_600_000;

it('are ULIDs of their time', () => {
  const id = signingIds()(NOW);
  expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  expect(decodeTime(id)).toBe(NOW);
});

it('are in order and each of its own, even where the clock is set back', () => {
  const nextId = signingIds();
  const ids = Array.from({ length: 2000 }, (_, index) => nextId(NOW + (index % 7) - index));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});

it('use all of their alphabet at random, and differ from process to process', () => {
  const random = Array.from({ length: 300 }, (_, index) => signingIds()(NOW + index).slice(10));
  expect(new Set(random).size).toBe(random.length);
  expect(new Set(random.join('')).size).toBe(32);
});

it('don’t run out within a millisecond', () => {
  const nextId = signingIds();
  const count = 2 ** 20 + 10;
  const seen = new Set<string>();
  for (let i = 0; i < count; i++) seen.add(nextId(NOW));
  expect(seen.size).toBe(count);
});

it('are in order for more than a process can sign in a millisecond', () => {
  const nextId = signingIds();
  const ids = Array.from({ length: 100_000 }, () => nextId(NOW));
  expect(ids.every((id, i) => i === 0 || ids[i - 1]! < id)).toBe(true);
});
