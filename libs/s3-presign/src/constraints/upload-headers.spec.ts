import { describe, expect, it } from 'vitest';
import {
  CHECKSUM_BYTES,
  uploadHeaders,
  type ChecksumAlgorithm,
  type UploadConstraints,
} from './upload-headers.js';

const KEY_ARN = 'arn:aws:kms:eu-west-1:222222222222:key/0a1b';

const TABLE: [string, UploadConstraints, Record<string, string>][] = [
  ['nothing', {}, {}],
  ['what is left open', { contentType: undefined, encryption: undefined, metadata: undefined }, {}],
  ['a content type', { contentType: 'image/png' }, { 'content-type': 'image/png' }],
  ['a size', { contentLength: 52_811 }, { 'content-length': '52811' }],
  ['an empty body', { contentLength: 0 }, { 'content-length': '0' }],
  ['a new object only', { ifNoneMatch: '*' }, { 'if-none-match': '*' }],
  [
    'metadata',
    { metadata: { origin: 'web', 'a-b': 'c d' } },
    { 'x-amz-meta-origin': 'web', 'x-amz-meta-a-b': 'c d' },
  ],
  ['empty metadata', { metadata: {} }, {}],
  [
    'tags, encoded as a query',
    { tags: { class: 'report', 'a b': 'c&d=é' } },
    { 'x-amz-tagging': 'class=report&a%20b=c%26d%3D%C3%A9' },
  ],
  ['SSE-S3', { encryption: { type: 'sse-s3' } }, { 'x-amz-server-side-encryption': 'AES256' }],
  [
    'SSE-KMS with the key of the bucket',
    { encryption: { type: 'sse-kms' } },
    { 'x-amz-server-side-encryption': 'aws:kms' },
  ],
  [
    'SSE-KMS with a key',
    { encryption: { type: 'sse-kms', keyArn: KEY_ARN } },
    { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': KEY_ARN },
  ],
];

describe('uploadHeaders', () => {
  it.each(TABLE)('carries %s', (_, constraints, headers) => {
    expect(uploadHeaders(constraints)).toStrictEqual(headers);
  });

  it.each(Object.entries(CHECKSUM_BYTES) as [ChecksumAlgorithm, number][])(
    'carries a checksum by %s',
    (algorithm, bytes) => {
      const value = Buffer.alloc(bytes, 1).toString('base64');
      expect(uploadHeaders({ checksum: { algorithm, value } })).toStrictEqual({
        [`x-amz-checksum-${algorithm.toLowerCase()}`]: value,
      });
    },
  );

  it('carries several at once', () => {
    const headers = uploadHeaders({
      contentLength: 1,
      contentType: 'a/b',
      ifNoneMatch: '*',
      tags: { a: 'b' },
    });
    expect(headers).toStrictEqual({
      'content-length': '1',
      'content-type': 'a/b',
      'if-none-match': '*',
      'x-amz-tagging': 'a=b',
    });
  });
});
