import { describe, expect, it } from 'vitest';
import { crc64nvmeOf } from './object-checksum.js';

const CRC = 'rosUhgp5mIg='; // the checksum of "123456789"
const of = (headers: Readonly<Record<string, string>>) =>
  crc64nvmeOf({ status: 200, header: (name) => headers[name], body: new Blob().stream(), discard: () => {} });

describe('crc64nvmeOf', () => {
  it('gives the CRC64NVME of the whole object, also where its type can’t be seen', () => {
    expect(of({ 'x-amz-checksum-crc64nvme': CRC, 'x-amz-checksum-type': 'FULL_OBJECT' })).toBe(CRC);
    expect(of({ 'x-amz-checksum-crc64nvme': CRC })).toBe(CRC);
  });

  it.each<Record<string, string>>([
    {},
    { 'x-amz-checksum-type': 'FULL_OBJECT' },
    { 'x-amz-checksum-crc64nvme': CRC, 'x-amz-checksum-type': 'COMPOSITE' },
    { 'x-amz-checksum-crc64nvme': `${CRC}-2` },
    { 'x-amz-checksum-crc64nvme': 'AAAAAA==' },
    { 'x-amz-checksum-crc64nvme': '' },
    { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-type': 'FULL_OBJECT' },
  ])('gives none of %o', (headers) => {
    expect(of(headers)).toBeUndefined();
  });
});
