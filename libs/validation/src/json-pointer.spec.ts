import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePointer, valueAt } from './json-pointer.js';

const at = (document: unknown, pointer: string) => valueAt(document, parsePointer(pointer)!);

describe('a JSON Pointer', () => {
  it('finds what RFC 6901 §5 says', () => {
    const document = JSON.parse(
      '{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\\\j":5,"k\\"l":6," ":7,"m~n":8}',
    ) as unknown;
    const expected = { '/foo': ['bar', 'baz'], '/foo/0': 'bar', '/': 0, '/a~1b': 1, '/c%d': 2, '/e^f': 3 };
    const more = { '/g|h': 4, '/i\\j': 5, '/k"l': 6, '/ ': 7, '/m~0n': 8 };
    for (const [pointer, value] of Object.entries({ ...expected, ...more })) {
      expect(at(document, pointer), pointer).toEqual(value);
    }
  });

  it('may be the name of one member', () => {
    expect(at({ sub: 'u1' }, 'sub')).toBe('u1');
    expect(parsePointer('a/b')).toBeUndefined();
  });

  it('reads ~01 as ~1, not as a slash', () => {
    expect(parsePointer('/~01')).toEqual(['~1']);
  });

  it.each(['', '/a~', '/a~2', '/~/b'])('is refused: %j', (text) =>
    expect(parsePointer(text)).toBeUndefined(),
  );

  it('sees own members only', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', '__proto__/constructor']) {
      expect(at({}, `/${name}`), name).toBeUndefined();
    }
    expect(at(JSON.parse('{"__proto__":{"a":"own"},"constructor":"own"}'), '/__proto__/a')).toBe('own');
    expect(at(JSON.parse('{"constructor":"own"}'), '/constructor')).toBe('own');
  });

  it.each(['/a/length', '/a/00', '/a/-', '/a/-1', '/a/2', '/a/0/length', '/a/0/0', '/n/toFixed'])(
    'finds nothing at %s',
    (pointer) => expect(at({ a: ['xy', 'z'], n: 1 }, pointer)).toBeUndefined(),
  );

  it('finds every member of every document that its own tokens lead to', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), fc.jsonValue(), (tokens, value) => {
        const document = tokens.reduceRight<unknown>(
          (inner, token) => Object.fromEntries([[token, inner]]),
          value,
        );
        const escaped = tokens.map((token) => token.replaceAll('~', '~0').replaceAll('/', '~1'));
        expect(at(document, `/${escaped.join('/')}`)).toBe(value);
      }),
    );
  });
});
