import type { IncomingHttpHeaders } from 'node:http';
import { S3Error, invalidArgument, invalidRequest, noSuchUpload } from '../answers/s3-error.js';
import { S3_NAMESPACE, document, element } from '../answers/xml.js';
import type { Place } from '../gate/locate.js';
import type { StoredUpload } from '../storage.js';
import { integerParameter } from './parameters.js';

type Parameters = ReadonlyMap<string, string>;

/**
 * Checks that an upload belongs to this bucket and key. fauxqs compares only the upload id, so that it would accept
 * parts through any bucket.
 *
 * @throws S3Error `NoSuchUpload`
 */
export function ownUpload(upload: StoredUpload | undefined, { bucket, key }: Place): StoredUpload {
  if (upload?.bucket !== bucket || upload.key !== key) throw noSuchUpload();
  return upload;
}

/** Checks a part number. @throws S3Error `InvalidArgument` */
export function checkPartNumber(text: string | undefined): void {
  if (!/^[1-9]\d{0,4}$/.test(text ?? '') || Number(text) > 10_000) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive');
  }
}

/**
 * Checks that a part has a checksum of the upload's algorithm: S3 User Guide, "Using checksums with multipart upload".
 *
 * @throws S3Error `InvalidRequest`
 */
export function checkPartChecksum(
  { checksumAlgorithm }: StoredUpload,
  headers: Readonly<Record<string, unknown>>,
): void {
  const name = checksumAlgorithm?.toLowerCase();
  if (name === undefined || headers[`x-amz-checksum-${name}`] !== undefined) return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${name}, actual checksum Type: null`,
  );
}

/**
 * Checks the request that completes an upload.
 *
 * @throws S3Error `MalformedXML`; `InvalidRequest` if `x-amz-mp-object-size` is a different size or the checksum of a
 * part is missing; `InvalidPart` if the checksum differs
 */
export function checkCompletion(upload: StoredUpload, headers: IncomingHttpHeaders, body: Buffer): void {
  const parts = [...body.toString().matchAll(/<Part>([^]*?)<\/Part>/g)].map(([, part = '']) => part);
  const numbers = parts.map((part) => Number(textOf(part, 'PartNumber')));
  if (numbers.length === 0) {
    throw new S3Error(
      400,
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  for (const [index, part] of parts.entries()) checkCompletedChecksum(upload, numbers[index]!, part);
  const expected = headers['x-amz-mp-object-size'];
  const size = numbers.reduce((sum, number) => sum + (upload.parts.get(number)?.body.length ?? 0), 0);
  if (expected !== undefined && expected !== String(size)) {
    throw invalidRequest('The provided x-amz-mp-object-size does not match the size of the parts.');
  }
}

function checkCompletedChecksum(
  { checksumAlgorithm, parts }: StoredUpload,
  number: number,
  part: string,
): void {
  if (!checksumAlgorithm) return;
  const given = textOf(part, `Checksum${checksumAlgorithm}`);
  if (given === undefined) {
    throw invalidRequest(
      `The upload was created using a ${checksumAlgorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
    );
  }
  if (given !== parts.get(number)?.checksumValue) {
    throw new S3Error(
      400,
      'InvalidPart',
      'One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part’s entity tag.',
    );
  }
}

const textOf = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(xml)?.[1];

/** Returns the answer of ListParts (S3 API Reference), which fauxqs doesn't support. */
export function listPartsXml(upload: StoredUpload, parameters: Parameters): string {
  const marker = integerParameter(parameters, 'part-number-marker', 0);
  const maxParts = Math.min(integerParameter(parameters, 'max-parts', 1000), 1000);
  const left = [...upload.parts.values()]
    .filter(({ partNumber }) => partNumber > marker)
    .sort((a, b) => a.partNumber - b.partNumber);
  const parts = left.slice(0, maxParts);
  const algorithm = upload.checksumAlgorithm;
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
        algorithm === undefined ? '' : element('ChecksumAlgorithm', algorithm),
        ...parts.map(({ partNumber, lastModified, etag, body, checksumValue }) =>
          element('Part', [
            element('PartNumber', partNumber),
            element('LastModified', lastModified.toISOString()),
            element('ETag', etag),
            element('Size', body.length),
            algorithm && checksumValue ? element(`Checksum${algorithm}`, checksumValue) : '',
          ]),
        ),
      ],
      S3_NAMESPACE,
    ),
  );
}
