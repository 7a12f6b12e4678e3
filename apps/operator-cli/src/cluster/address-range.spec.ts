import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contains,
  formatRange,
  normalize,
  overlaps,
  parseRange,
  subtract,
  type AddressRange,
  type Family,
} from './address-range.js';

const WIDTH = { ipv4: 32, ipv6: 128 } as const;

const range = (family: Family, least = 0): fc.Arbitrary<AddressRange> =>
  fc
    .tuple(fc.bigInt(0n, (1n << BigInt(WIDTH[family])) - 1n), fc.integer({ min: least, max: WIDTH[family] }))
    .map(([address, bits]) => {
      const host = BigInt(WIDTH[family] - bits);
      return { family, first: (address >> host) << host, bits };
    });

/** Generates ranges that are close to each other; random ranges seldom overlap. */
const near = (family: Family): fc.Arbitrary<AddressRange[]> =>
  fc.array(
    range(family, WIDTH[family] - 12).map((each) => ({
      ...each,
      first: each.first & 0xfffn & ~((1n << BigInt(WIDTH[family] - each.bits)) - 1n),
    })),
    { maxLength: 8 },
  );

const blockList = (ranges: readonly AddressRange[]): BlockList => {
  const list = new BlockList();
  for (const each of ranges) list.addSubnet(formatRange(each).split('/')[0]!, each.bits, each.family);
  return list;
};

const size = ({ family, bits }: AddressRange): bigint => 1n << BigInt(WIDTH[family] - bits);

describe.each(['ipv4', 'ipv6'] as const)('%s', (family) => {
  test('what is formatted is parsed again', () => {
    fc.assert(
      fc.property(range(family), (each) => {
        expect(parseRange(formatRange(each))).toEqual(each);
      }),
    );
  });

  test('subtraction leaves exactly the other addresses, in disjoint ranges, as few as can be', () => {
    const base: AddressRange = { family, first: 0n, bits: WIDTH[family] - 12 };
    fc.assert(
      fc.property(near(family), fc.array(fc.bigInt(0n, 4095n), { maxLength: 20 }), (holes, addresses) => {
        const left = subtract(base, holes);
        for (const [index, one] of left.entries()) {
          expect(contains(base, one)).toBe(true);
          expect(left.slice(index + 1).some((other) => overlaps(one, other))).toBe(false);
          expect(holes.some((hole) => overlaps(one, hole))).toBe(false);
        }
        const taken = normalize(holes.filter((hole) => contains(base, hole)));
        const sum = [...left, ...taken].reduce((total, each) => total + size(each), 0n);
        expect(sum).toBe(size(base));
        expect(left).toEqual(normalize(left));
        const [inHoles, inLeft] = [blockList(holes), blockList(left)];
        for (const address of addresses) {
          const text = formatRange({ family, first: address, bits: WIDTH[family] }).split('/')[0]!;
          expect(inLeft.check(text, family)).toBe(!inHoles.check(text, family));
        }
      }),
    );
  });

  test('normalizing changes no address, and siblings become one', () => {
    fc.assert(
      fc.property(near(family), (ranges) => {
        const normal = normalize(ranges);
        expect(normalize(normal.toReversed())).toEqual(normal);
        for (const each of ranges) expect(normal.some((one) => contains(one, each))).toBe(true);
        const siblings = normal.some((one, index) => {
          const next = normal[index + 1];
          return next !== undefined && next.bits === one.bits && (one.first ^ next.first) === size(one);
        });
        expect(siblings).toBe(false);
      }),
    );
  });
});

test.each([
  ['10.1.2.3/8', '10.0.0.0/8'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['::/0', '::/0'],
  ['2001:DB8:0:0:1:0:0:1/128', '2001:db8::1:0:0:1/128'],
  ['fd00:ec2::23/128', 'fd00:ec2::23/128'],
  ['::ffff:10.0.0.1/128', '::ffff:a00:1/128'],
  ['1:0:2:3:4:5:6:7/128', '1:0:2:3:4:5:6:7/128'],
])('%s is %s', (written, formatted) => {
  expect(formatRange(parseRange(written)!)).toBe(formatted);
});

test.each([
  '10.0.0.0',
  '10.0.0.0/33',
  '10.0.0/8',
  '::/129',
  'ten/8',
  '10.0.0.0/8/8',
  '10.0.0.0/08',
  'fe80::%1/64',
  '',
])('“%s” is no range', (text) => {
  expect(parseRange(text)).toBeUndefined();
});
