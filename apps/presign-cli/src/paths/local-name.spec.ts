import fc from 'fast-check';
import { resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localSegments } from './local-name.js';

describe('names of files that keys get', () => {
  it.each(['a', 'a/b c', '...', '.hidden', 'ü/+%', 'a\\b', '\u0001'])('%j is one', (name) => {
    expect(localSegments(name, false)).toEqual(name.split('/'));
  });

  it.each(['', '/etc/passwd', 'a//b', '..', 'a/../b', './a', 'a/.', 'a/', 'a\0b', 'x'.repeat(256)])(
    '%j is none',
    (name) => {
      expect(() => localSegments(name, false)).toThrow(expect.objectContaining({ code: 'unsafe_name' }));
    },
  );

  it.each(['C:/x', 'a\\..\\b', 'NUL', 'com1.txt', 'a.', 'a ', 'a:stream'])(
    '%j is none on Windows',
    (name) => {
      expect(() => localSegments(name, true)).toThrow(expect.objectContaining({ code: 'unsafe_name' }));
    },
  );

  it('never lead out of a folder', () => {
    const segment = fc.oneof(fc.constantFrom('..', '.', '', 'a', 'etc'), fc.string());
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 6 }), (segments) => {
        let path: string;
        try {
          path = resolve('/target', ...localSegments(segments.join('/'), false));
        } catch {
          return;
        }
        expect(path.startsWith(`/target${sep}`)).toBe(true);
      }),
    );
  });
});
