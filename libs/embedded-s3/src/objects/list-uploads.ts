import { S3_NAMESPACE, document, element } from '../answers/xml.js';
import type { StoredUpload } from '../storage.js';
import { integerParameter } from './parameters.js';

/**
 * Returns the answer of ListMultipartUploads (S3 API Reference), without delimiter. Uploads are sorted by key, and then
 * by the time when they began.
 */
export function listUploadsXml(
  bucket: string,
  uploads: readonly StoredUpload[],
  parameters: ReadonlyMap<string, string>,
): string {
  const prefix = parameters.get('prefix') ?? '';
  const maxUploads = Math.min(integerParameter(parameters, 'max-uploads', 1000), 1000);
  const sorted = uploads.filter(({ key }) => key.startsWith(prefix)).sort(byKeyThenAge);
  const left = sorted.slice(firstAfter(sorted, parameters));
  const page = left.slice(0, maxUploads);
  const last = page.at(-1);
  return document(
    element(
      'ListMultipartUploadsResult',
      [
        element('Bucket', bucket),
        element('Prefix', prefix),
        element('KeyMarker', parameters.get('key-marker') ?? ''),
        element('UploadIdMarker', parameters.get('upload-id-marker') ?? ''),
        element('NextKeyMarker', last?.key ?? ''),
        element('NextUploadIdMarker', last?.uploadId ?? ''),
        element('MaxUploads', maxUploads),
        element('IsTruncated', left.length > page.length),
        ...page.map(({ key, uploadId, initiated }) =>
          element('Upload', [
            element('Key', key),
            element('UploadId', uploadId),
            element('StorageClass', 'STANDARD'),
            element('Initiated', initiated.toISOString()),
          ]),
        ),
      ],
      S3_NAMESPACE,
    ),
  );
}

/**
 * Returns the index of the first upload after the marked one. If only a key is marked, it is after all uploads of that
 * key.
 */
function firstAfter(sorted: readonly StoredUpload[], parameters: ReadonlyMap<string, string>): number {
  const keyMarker = parameters.get('key-marker') ?? '';
  const marked = sorted.findIndex(({ uploadId }) => uploadId === parameters.get('upload-id-marker'));
  if (marked >= 0) return marked + 1;
  const first = sorted.findIndex(({ key }) => compareBytes(key, keyMarker) > 0);
  return first >= 0 ? first : sorted.length;
}

function byKeyThenAge(a: StoredUpload, b: StoredUpload): number {
  return compareBytes(a.key, b.key) || a.initiated.getTime() - b.initiated.getTime();
}

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
