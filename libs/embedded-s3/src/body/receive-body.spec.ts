import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { S3Error } from '../answers/s3-error.js';
import { checkLengthIsKnown, receiveBody } from './receive-body.js';

const BODY = Buffer.from('123456789');
const UNSIGNED = 'UNSIGNED-PAYLOAD';
const STREAMING = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const digest = (algorithm: string, encoding: 'hex' | 'base64' = 'base64') =>
  createHash(algorithm).update(BODY).digest(encoding);

async function refusal(headers: Record<string, string>, raw = BODY, payloadHash = UNSIGNED): Promise<string> {
  try {
    await receiveBody(headers, raw, payloadHash);
  } catch (error) {
    if (error instanceof S3Error) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('receiveBody', () => {
  it('holds the length against content-length', async () => {
    expect(await refusal({ 'content-length': '9' })).toBe('accepted');
    expect(await refusal({ 'content-length': '8' })).toBe('IncompleteBody');
  });

  it('holds the digest against the signed one', async () => {
    expect(await refusal({}, BODY, digest('sha256', 'hex'))).toBe('accepted');
    expect(await refusal({}, Buffer.from('123456780'), digest('sha256', 'hex'))).toBe(
      'XAmzContentSHA256Mismatch',
    );
  });

  it('holds the MD5 against content-md5', async () => {
    expect(await refusal({ 'content-md5': digest('md5') })).toBe('accepted');
    expect(await refusal({ 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' })).toBe('BadDigest');
    expect(await refusal({ 'content-md5': digest('md5', 'hex') })).toBe('InvalidDigest');
  });

  // The check values over "123456789" from the catalogue of parametrised CRC algorithms.
  const CHECKSUMS = {
    crc32: Buffer.from('cbf43926', 'hex').toString('base64'),
    crc32c: Buffer.from('e3069283', 'hex').toString('base64'),
    crc64nvme: Buffer.from('ae8b14860a799888', 'hex').toString('base64'),
    sha1: digest('sha1'),
    sha256: digest('sha256'),
  };
  it.each(Object.entries(CHECKSUMS))('holds the body against x-amz-checksum-%s', async (algorithm, value) => {
    const name = `x-amz-checksum-${algorithm}`;
    expect(await refusal({ [name]: value })).toBe('accepted');
    expect(await refusal({ [name]: value }, Buffer.from('12345678'))).toBe('BadDigest');
    expect(await refusal({ [name]: value.slice(4) })).toBe('InvalidRequest');
    expect(await refusal({ [name]: `${value} ` })).toBe('InvalidRequest');
    expect(await refusal({ [name]: '' })).toBe('InvalidRequest');
  });

  it('takes one checksum, and wants it where an algorithm is named', async () => {
    const two = { 'x-amz-checksum-crc32': CHECKSUMS.crc32, 'x-amz-checksum-sha256': CHECKSUMS.sha256 };
    expect(await refusal(two)).toBe('InvalidRequest');
    expect(await refusal({ 'x-amz-sdk-checksum-algorithm': 'CRC32' })).toBe('InvalidRequest');
  });

  describe('of aws-chunked', () => {
    const headers = {
      'content-encoding': 'gzip, aws-chunked',
      'x-amz-decoded-content-length': '9',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    };
    const trailer = `x-amz-checksum-crc32:${CHECKSUMS.crc32}\r\n`;
    const whole = Buffer.from(`4\r\n1234\r\n5\r\n56789\r\n0\r\n${trailer}\r\n`);

    it('puts the body together, and the trailer among the headers', async () => {
      expect(await receiveBody(headers, whole, STREAMING)).toEqual({
        body: BODY,
        headers: {
          'x-amz-decoded-content-length': '9',
          'x-amz-trailer': 'x-amz-checksum-crc32',
          'x-amz-checksum-crc32': CHECKSUMS.crc32,
          'content-encoding': 'gzip',
        },
      });
    });

    it.each([
      ['another body', `9\r\n123456780\r\n0\r\n${trailer}\r\n`, 'BadDigest'],
      ['a shorter body', `4\r\n1234\r\n0\r\n${trailer}\r\n`, 'IncompleteBody'],
      ['no trailer', '9\r\n123456789\r\n0\r\n\r\n', 'InvalidRequest'],
      ['another trailer', '9\r\n123456789\r\n0\r\nx-amz-checksum-sha1:x\r\n\r\n', 'InvalidRequest'],
      ['a chunk that is too short', `a\r\n123456789\r\n0\r\n${trailer}\r\n`, 'IncompleteBody'],
      [
        'a size that is no number',
        `9;chunk-signature=0\r\n123456789\r\n0\r\n${trailer}\r\n`,
        'IncompleteBody',
      ],
      ['no last chunk', '9\r\n123456789\r\n', 'IncompleteBody'],
      ['no end', `9\r\n123456789\r\n0\r\n${trailer}`, 'IncompleteBody'],
      ['more behind the end', `9\r\n123456789\r\n0\r\n${trailer}\r\nx`, 'IncompleteBody'],
    ])('refuses %s', async (_, text, code) => {
      expect(await refusal(headers, Buffer.from(text), STREAMING)).toBe(code);
    });

    it('only where the signature says so, lest fauxqs take a plain body apart', async () => {
      expect(await refusal({ 'content-encoding': 'aws-chunked' }, whole)).toBe('InvalidRequest');
    });
  });
});

describe('checkLengthIsKnown', () => {
  it('wants the length before the body', () => {
    expect(() => checkLengthIsKnown({ 'content-length': '0' })).not.toThrow();
    expect(() => checkLengthIsKnown({ 'x-amz-decoded-content-length': '9' })).not.toThrow();
    expect(() => checkLengthIsKnown({ 'transfer-encoding': 'chunked' })).toThrow('Content-Length');
  });
});
