import { describe, expect, it } from 'vitest';
import { operationOf } from './operations.js';

const parameters = (query: string) => new Map(new URLSearchParams(query));
const object = { bucket: 'team-a', key: 'b' };
const bucket = { bucket: 'team-a', key: '' };

describe('operationOf', () => {
  it.each([
    ['HEAD', bucket, '', 'HeadBucket'],
    [
      'GET',
      bucket,
      'list-type=2&prefix=a&delimiter=/&max-keys=2&continuation-token=x&encoding-type=url',
      'ListObjectsV2',
    ],
    ['GET', object, '', 'GetObject'],
    [
      'GET',
      object,
      'response-content-type=a/b&x-id=GetObject&x-signing-id=01J&X-Amz-Signature=0',
      'GetObject',
    ],
    ['GET', object, 'x-amz-checksum-mode=ENABLED', 'GetObject'],
    ['HEAD', object, '', 'HeadObject'],
    ['PUT', object, '', 'PutObject'],
    ['PUT', object, 'x-amz-checksum-crc32=AAAAAA==&x-amz-sdk-checksum-algorithm=CRC32', 'PutObject'],
    ['DELETE', object, '', 'DeleteObject'],
    ['POST', bucket, 'delete=', 'DeleteObjects'],
    ['POST', object, 'uploads=', 'CreateMultipartUpload'],
    ['GET', bucket, 'uploads=&prefix=a', 'ListMultipartUploads'],
    ['PUT', object, 'uploadId=1&partNumber=1', 'UploadPart'],
    ['GET', object, 'uploadId=1&max-parts=2&part-number-marker=1', 'ListParts'],
    ['POST', object, 'uploadId=1', 'CompleteMultipartUpload'],
    ['DELETE', object, 'uploadId=1', 'AbortMultipartUpload'],
  ])('serves %s of %o with %s', (method, place, query, name) => {
    expect(operationOf(method, place, parameters(query))).toBe(name);
  });

  const SUB_RESOURCES =
    'tagging acl cors policy versioning versions versionId retention legal-hold renameObject lifecycle torrent restore select attributes'.split(
      ' ',
    );
  const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
  it.each(SUB_RESOURCES.flatMap((name) => methods.map((method) => [method, name])))(
    'refuses %s of ?%s',
    (method, name) => {
      for (const place of [object, bucket]) {
        expect(() => operationOf(method, place, parameters(`${name}=`))).toThrow('does not implement');
      }
    },
  );

  it.each([
    ['creating a bucket', 'PUT', bucket, ''],
    ['deleting a bucket', 'DELETE', bucket, ''],
    ['a form', 'POST', bucket, ''],
    ['DeleteObjects of an object', 'POST', object, 'delete='],
    ['listing of the first version', 'GET', bucket, 'prefix=a'],
    ['listing of another version', 'GET', bucket, 'list-type=1'],
    ['a POST of an object', 'POST', object, ''],
    ['a part without its upload', 'PUT', object, 'partNumber=1'],
    ['an upload without its part', 'PUT', object, 'uploadId=1'],
    ['overrides on an upload', 'PUT', object, 'response-content-type=a/b'],
    ['metadata moved into the query', 'PUT', object, 'x-amz-meta-origin=web'],
    ['tags moved into the query', 'PUT', object, 'x-amz-tagging=a'],
    ['a canned ACL in the query', 'PUT', object, 'X-Amz-Acl=public-read'],
    ['an unknown parameter', 'GET', object, 'foo=bar'],
    ['another method', 'PATCH', object, ''],
  ])('refuses %s', (_, method, place, query) => {
    expect(() => operationOf(method, place, parameters(query))).toThrow('does not implement');
  });
});
