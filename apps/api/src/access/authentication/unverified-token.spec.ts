import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { forge, withBytes } from '../../../../../test/support/generators/forge.js';
import { hasParts } from './compact-parts.js';
import { unverifiedClaims } from './unverified-token.js';

const HEADER = { alg: 'ES256', kid: 'k' };
const tokenOf = (payload: object | string, header: object | string = HEADER) =>
  forge(header, payload, withBytes(new Uint8Array(64)));
const lists = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('what a token says of itself', () => {
  it('is what it was made of', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 20 })), (claims) => {
        const json = JSON.stringify(claims);
        expect(unverifiedClaims(tokenOf(json))).toEqual(JSON.parse(json));
      }),
    );
  });

  it('may be nested 32 deep', () => {
    for (const nested of [lists, objects]) {
      expect(() => unverifiedClaims(tokenOf(`{"x":${nested(31)}}`))).not.toThrow();
      expect(() => unverifiedClaims(tokenOf(`{"x":${nested(32)}}`))).toThrow('nested');
      expect(() => unverifiedClaims(tokenOf({}, `{"alg":"ES256","x":${nested(31)}}`))).not.toThrow();
      expect(() => unverifiedClaims(tokenOf({}, `{"alg":"ES256","x":${nested(32)}}`))).toThrow('nested');
    }
  });

  it('may hold brackets in texts, and many lists beside each other', () => {
    const claims = { x: '['.repeat(1000), '{[': '\\"[[[[', y: Array.from({ length: 400 }, () => [{}]) };
    expect(unverifiedClaims(tokenOf({ ...claims, z: '\\'.repeat(99) }))).toMatchObject(claims);
  });

  it('may have 1,000 values', () => {
    for (const item of ['0', '{}', '""']) {
      const valuesOf = (count: number) =>
        tokenOf(`{"x":[${Array.from({ length: count - 1 }, () => item).join()}]}`);
      expect(() => unverifiedClaims(valuesOf(1000))).not.toThrow();
      expect(() => unverifiedClaims(valuesOf(1001))).toThrow('values');
    }
  });

  it.each([
    ['two parts', 'e30.e30'],
    ['four parts', 'e30.e30.e30.e30'],
    ['an algorithm of secrets', tokenOf({}, { alg: 'HS256' })],
    ['no algorithm', tokenOf({}, {})],
    ['a list of algorithms', tokenOf({}, { alg: ['ES256'] })],
    ['a header that is null', tokenOf({}, 'null')],
    ['a payload that is a list', tokenOf([])],
    ['a payload that is no JSON', tokenOf('{"a":')],
    ['brackets that never close', tokenOf('{"a":"')],
  ])('is refused: %s', (_, token) => expect(() => unverifiedClaims(token)).toThrow());
});

describe('parts', () => {
  it('are counted as they are', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^\w*$/), { minLength: 1, maxLength: 8 }), (parts) => {
        for (const count of [3, 5]) expect(hasParts(parts.join('.'), count)).toBe(parts.length === count);
      }),
    );
  });
});

describe('what would take longer than a signature is refused before it is taken apart', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('thousands of parts', () => {
    const decoding = vi.spyOn(Buffer, 'from');
    expect(() => unverifiedClaims('.'.repeat(16_000))).toThrow('not a compact JWS');
    expect(decoding).not.toHaveBeenCalled();
  });

  it.each([
    ['deep claims', tokenOf(`{"x":${lists(5_700)}}`)],
    ['a deep header', tokenOf({}, `{"alg":"ES256","x":${lists(5_700)}}`)],
    ['thousands of values', tokenOf(`{"x":[${'{},'.repeat(5_000)}0]}`)],
  ])('%s', (_, token) => {
    const parsing = vi.spyOn(JSON, 'parse');
    expect(() => unverifiedClaims(token)).toThrow('nested');
    for (const [text] of parsing.mock.calls) expect(text.length).toBeLessThan(100);
  });
});
