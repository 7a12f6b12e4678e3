import { expect, it } from 'vitest';
import { differences } from './complete.js';

it('parts that the storage has otherwise are sent again; a wrong ETag of a right part is corrected', () => {
  const sent = new Map(
    [
      { partNumber: 1, etag: '"a"' },
      { partNumber: 2, etag: '"swapped"', checksum: 'two' },
      { partNumber: 3, etag: '"c"', checksum: 'three' },
      { partNumber: 4, etag: '"d"' },
      { partNumber: 5, etag: '"e"', checksum: 'five' },
    ].map((part) => [part.partNumber, part] as const),
  );
  const stored = [
    { partNumber: 1, etag: '"a"' },
    { partNumber: 2, etag: '"b"', checksum: 'two' },
    { partNumber: 3, etag: '"x"', checksum: 'other' },
    { partNumber: 5, etag: '"e"', checksum: 'five' },
  ];
  expect(differences(sent, stored)).toEqual([3, 4]);
  expect(sent.get(2)!.etag).toBe('"b"');
});
