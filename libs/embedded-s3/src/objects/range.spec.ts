import { describe, expect, it } from 'vitest';
import { singleRange } from './range.js';

describe('singleRange', () => {
  it.each(['bytes=0-4', 'bytes=2-', 'bytes=-3', 'bytes=0-999', 'bytes=10-'])(
    'leaves %s to fauxqs',
    (range) => {
      expect(singleRange(range, 10)).toBe(range);
    },
  );

  it.each([undefined, 'bytes=0-1,3-4', 'bytes=-', 'bytes=4-2', 'items=0-1', 'bytes=a-b', ''])(
    'ignores %s',
    (range) => {
      expect(singleRange(range, 10)).toBeUndefined();
    },
  );

  it('takes a suffix longer than the object as all of it', () => {
    expect(singleRange('bytes=-11', 10)).toBe('bytes=0-');
    expect(singleRange('bytes=-10', 10)).toBe('bytes=-10');
  });
});
