import type { IncomingHttpHeaders } from 'node:http';
import { S3Error, invalidArgument, invalidRequest, noSuchUpload } from '../answers/s3-error.js';
import { S3_NAMESPACE, document, element } from '../answers/xml.js';
import type { Place } from '../gate/locate.js';
import type { StoredUpload } from '../storage.js';

type Parameters = ReadonlyMap<string, string>;

/**
 * fauxqs looks at the upload id only, so that it would take parts through any bucket.
 *
 * @throws S3Error `NoSuchUpload`
 */
export function ownUpload(upload: StoredUpload | undefined, { bucket, key }: Place): StoredUpload {
  if (upload?.bucket !== bucket || upload.key !== key) throw noSuchUpload();
  return upload;
}

/** @throws S3Error `InvalidArgument` */
export function checkPartNumber(text: string | undefined): void {
  if (!/^[1-9]\d{0,4}$/.test(text ?? '') || Number(text) > 10_000) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive');
  }
}

/** @throws S3Error `MalformedXML`, `InvalidRequest` where `x-amz-mp-object-size` is another size */
export function checkCompletion(upload: StoredUpload, headers: IncomingHttpHeaders, body: Buffer): void {
  const numbers = [...body.toString().matchAll(/<PartNumber>\s*(\d+)\s*<\/PartNumber>/g)].map(([, n]) =>
    Number(n),
  );
  if (numbers.length === 0) {
    throw new S3Error(
      400,
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  const expected = headers['x-amz-mp-object-size'];
  const size = numbers.reduce((sum, number) => sum + (upload.parts.get(number)?.body.length ?? 0), 0);
  if (expected !== undefined && expected !== String(size)) {
    throw invalidRequest('The provided x-amz-mp-object-size does not match the size of the parts.');
  }
}

/** S3 API Reference, ListParts, which fauxqs lacks. */
export function listPartsXml(upload: StoredUpload, parameters: Parameters): string {
  const marker = integer(parameters, 'part-number-marker', 0);
  const maxParts = Math.min(integer(parameters, 'max-parts', 1000), 1000);
  const left = [...upload.parts.values()]
    .filter(({ partNumber }) => partNumber > marker)
    .sort((a, b) => a.partNumber - b.partNumber);
  const parts = left.slice(0, maxParts);
  return document(
    element(
      'ListPartsResult',
      [
        element('Bucket', upload.bucket),
        element('Key', upload.key),
        element('UploadId', upload.uploadId),
        element('StorageClass', 'STANDARD'),
        element('PartNumberMarker', marker),
        element('NextPartNumberMarker', parts.at(-1)?.partNumber ?? 0),
        element('MaxParts', maxParts),
        element('IsTruncated', left.length > parts.length),
        ...parts.map(({ partNumber, lastModified, etag, body }) =>
          element('Part', [
            element('PartNumber', partNumber),
            element('LastModified', lastModified.toISOString()),
            element('ETag', etag),
            element('Size', body.length),
          ]),
        ),
      ],
      S3_NAMESPACE,
    ),
  );
}

function integer(parameters: Parameters, name: string, absent: number): number {
  const text = parameters.get(name) ?? String(absent);
  if (!/^\d{1,9}$/.test(text))
    throw invalidArgument(`Provided ${name} not an integer or within integer range`);
  return Number(text);
}
