import { expect, it } from 'vitest';
import { andThen } from './maybe-promise.js';

const half = (value: number): number => {
  if (value % 2 === 1) throw new RangeError('odd');
  return value / 2;
};

it('goes on at once with a value, and later with a promise of it', async () => {
  expect(andThen(4, half)).toBe(2);
  const later = andThen(Promise.resolve(4), half);
  expect(later).toBeInstanceOf(Promise);
  expect(await later).toBe(2);
});

it('throws for a value, and rejects for a promise', async () => {
  expect(() => andThen(3, half)).toThrow(RangeError);
  await expect(andThen(Promise.resolve(3), half)).rejects.toThrow(RangeError);
  await expect(andThen(Promise.reject(new TypeError()), half)).rejects.toThrow(TypeError);
});
