import { describe, expect, it } from 'vitest';
import type { StoredPart } from '../../storage/multipart-upload.js';
import { MIN_PART_SIZE } from './part-plan.js';
import { validateParts, type ClaimedPart, type Promised } from './validate-parts.js';

const part = (partNumber: number, size = MIN_PART_SIZE, change: Partial<StoredPart> = {}): StoredPart => ({
  partNumber,
  size,
  etag: `"etag-${partNumber}"`,
  lastModified: new Date(0),
  checksums: {},
  ...change,
});
const claim = (partNumber: number, change: Partial<ClaimedPart> = {}): ClaimedPart => ({
  partNumber,
  etag: `"etag-${partNumber}"`,
  ...change,
});
/** A plan of two full parts and a last part of three bytes. */
const PLAN: Promised = { partSize: MIN_PART_SIZE, size: 2 * MIN_PART_SIZE + 3 };
const WHOLE = [part(1), part(2), part(3, 3)];
const OPEN: Promised = { partSize: MIN_PART_SIZE };

function verdict(promised: Promised, stored: readonly StoredPart[], claimed?: readonly ClaimedPart[]) {
  const validated = validateParts(promised, stored, claimed);
  if (validated.kind === 'complete')
    return ['complete', ...validated.parts.map(({ partNumber }) => partNumber)];
  return [validated.kind, ...validated.errors.listed.map(({ pointer, detail }) => `${pointer} ${detail}`)];
}

describe('an upload whose size was promised', () => {
  it('is complete with all parts, claimed in any order and with or without quotes, or not at all', () => {
    expect(verdict(PLAN, WHOLE)).toEqual(['complete', 1, 2, 3]);
    const claims = [claim(3), claim(1, { etag: 'etag-1' }), claim(2)];
    expect(verdict(PLAN, WHOLE, claims)).toEqual(['complete', 1, 2, 3]);
    expect(verdict(PLAN, WHOLE, [...claims, claim(1)])).toEqual(['complete', 1, 2, 3]);
  });

  it.each<[string, StoredPart[], string]>([
    [
      'a last part that is one byte longer',
      [part(1), part(2), part(3, 4)],
      'Part 3 has 4 bytes; it must have 3',
    ],
    [
      'a last part that is one byte shorter',
      [part(1), part(2), part(3, 2)],
      'Part 3 has 2 bytes; it must have 3',
    ],
    [
      'a part that is one byte longer',
      [part(1, MIN_PART_SIZE + 1), part(2), part(3, 3)],
      'Part 1 has 5242881',
    ],
    ['a part more', [...WHOLE, part(4, 1)], 'Part 4 has 1 bytes; the upload has no such part'],
    ['only a wrong part', [part(10_000, 1)], 'Part 10000'],
  ])('is broken by %s, whatever is claimed', (_, stored, words) => {
    for (const claims of [undefined, [claim(1), claim(2), claim(3)]]) {
      const [kind, ...errors] = verdict(PLAN, stored, claims);
      expect(kind).toBe('broken');
      expect(errors).toEqual([expect.stringContaining(words)]);
    }
  });

  it.each<[string, StoredPart[], ClaimedPart[] | undefined, string[]]>([
    ['a missing part', [part(1), part(3, 3)], undefined, ['#/parts Part 2 was not uploaded. Send it.']],
    ['none', [], undefined, [1, 2, 3].map((n) => `#/parts Part ${n} was not uploaded. Send it.`)],
    [
      'a claim too few',
      WHOLE,
      [claim(1), claim(3)],
      ['#/parts Part 2 is missing from parts. List all parts, or leave parts out.'],
    ],
    [
      'no claim',
      WHOLE,
      [],
      [1, 2, 3].map((n) => `#/parts Part ${n} is missing from parts. List all parts, or leave parts out.`),
    ],
    [
      'a claim too many',
      WHOLE,
      [claim(1), claim(2), claim(3), claim(4)],
      ['#/parts Part 4 does not exist: the upload has 3 parts.'],
    ],
    [
      'a foreign ETag',
      WHOLE,
      [claim(1), claim(2), claim(3, { etag: '"etag-2"' })],
      [
        '#/parts/2/etag Part 3 differs from the part in the storage. Upload it again, or send what the storage returned for it.',
      ],
    ],
    [
      'a checksum where none was promised',
      WHOLE,
      [claim(1, { checksum: 'AAAA' }), claim(2), claim(3)],
      [
        '#/parts/0/checksum Part 1 differs from the part in the storage. Upload it again, or send what the storage returned for it.',
      ],
    ],
  ])('is incomplete with %s', (_, stored, claims, errors) => {
    expect(verdict(PLAN, stored, claims)).toEqual(['incomplete', ...errors]);
  });

  it('is broken when the tenant allows less by now', () => {
    const { size } = PLAN as { size: number };
    expect(verdict({ ...PLAN, maxSize: size }, WHOLE)[0]).toBe('complete');
    expect(verdict({ ...PLAN, maxSize: size - 1 }, WHOLE)).toEqual([
      'broken',
      `#/uploadId The upload has ${size} bytes; at most ${size - 1} are allowed.`,
    ]);
  });
});

describe('an upload of unknown size', () => {
  it('is complete with what is there, or what of it is named', () => {
    expect(verdict(OPEN, [part(1), part(7, 1)])).toEqual(['complete', 1, 7]);
    expect(verdict(OPEN, [part(1), part(7, 1)], [claim(7)])).toEqual(['complete', 7]);
  });

  it('is incomplete without parts, and with one that is too small before the last', () => {
    expect(verdict(OPEN, [])).toEqual(['incomplete', '#/parts No part was uploaded. Send at least one.']);
    expect(verdict(OPEN, [part(1)], [])).toEqual([
      'incomplete',
      '#/parts No part was uploaded. Send at least one.',
    ]);
    expect(verdict(OPEN, [part(1)], [claim(2)])[1]).toBe('#/parts Part 2 was not uploaded. Send it.');
    expect(verdict(OPEN, [part(1, MIN_PART_SIZE - 1), part(2)])).toEqual([
      'incomplete',
      '#/parts Part 1 has 5242879 bytes; only the last part may have less than 5242880.',
    ]);
  });

  it('is broken beyond what the tenant allows by now', () => {
    const stored = [part(1), part(2)];
    expect(verdict({ ...OPEN, maxSize: 2 * MIN_PART_SIZE }, stored)[0]).toBe('complete');
    expect(verdict({ ...OPEN, maxSize: 2 * MIN_PART_SIZE - 1 }, stored)[0]).toBe('broken');
  });
});

describe('an upload with checksums', () => {
  const promised: Promised = { ...PLAN, checksumAlgorithm: 'SHA256' };
  const stored = WHOLE.map((each) => ({ ...each, checksums: { SHA256: `sum-${each.partNumber}` } }));

  it('is complete where S3 has one of every part, and the claimed are the same', () => {
    expect(verdict(promised, stored)).toEqual(['complete', 1, 2, 3]);
    const claims = [1, 2, 3].map((number) => claim(number, { checksum: `sum-${number}` }));
    expect(verdict(promised, stored, claims)).toEqual(['complete', 1, 2, 3]);
    claims[1] = claim(2, { checksum: 'sum-1' });
    expect(verdict(promised, stored, claims)).toEqual([
      'incomplete',
      expect.stringContaining('#/parts/1/checksum'),
    ]);
  });

  it('is incomplete where a part has none, or one of another algorithm', () => {
    for (const checksums of [{}, { CRC32: 'sum-2' }]) {
      expect(verdict(promised, [stored[0]!, { ...stored[1]!, checksums }, stored[2]!])).toEqual([
        'incomplete',
        '#/parts Part 2 has no SHA256 checksum. Upload it again with one.',
      ]);
    }
  });
});

it.each([
  [50, 0],
  [51, 1],
  [10_000, 9_950],
])('lists 50 errors of %i, and counts the rest', (count, omitted) => {
  const validated = validateParts({ partSize: MIN_PART_SIZE, size: MIN_PART_SIZE * count }, []);
  expect(validated).toMatchObject({ kind: 'incomplete', errors: { count, omitted } });
  expect(verdict({ partSize: MIN_PART_SIZE, size: MIN_PART_SIZE * count }, [])).toHaveLength(51);
});

it('counts the broken promises of 10,000 parts', () => {
  const stored = Array.from({ length: 10_000 }, (_, index) => part(index + 1, 1));
  const validated = validateParts({ partSize: MIN_PART_SIZE, size: MIN_PART_SIZE * 10_000 }, stored);
  expect(validated).toMatchObject({ kind: 'broken', errors: { count: 10_000, omitted: 9_950 } });
});
