import type { Destination, UploadSession } from '../../access/authorization/upload-session.js';
import { ApiError, invalidRequest } from '../../platform/problems/api-error.js';
import { refuseDollars } from '../upload-forms/form-limits.js';

/**
 * The key of a file. Its name is one segment of it or none: no name reaches out of the session's folder.
 *
 * @param unique a ULID
 * @throws ApiError `invalid_request`; what S3 or the key's rules don't take of the rest is refused with the key
 */
export function keyFor(to: Destination, filename: string, unique: string): string {
  if ('key' in to) return to.key;
  if (filename === '' || filename.includes('/')) {
    throw invalidRequest({
      pointer: '#/filename',
      detail: 'Must be a name without "/". Name the file otherwise.',
    });
  }
  return to.naming === 'unique' ? `${to.keyPrefix}${unique}/${filename}` : to.keyPrefix + filename;
}

/** Returns whether two files may get the same key. */
export const mayMeetAnother = (to: Destination): boolean => 'key' in to || to.naming === 'filename';

/**
 * What S3 would not take in a form, by Uppy's names. Metadata that isn't ASCII is encoded.
 *
 * @param key as S3 has it
 * @throws ApiError `invalid_request`
 */
export function checkFormTexts(
  key: string,
  {
    contentType,
    metadata = {},
  }: { readonly contentType: string; readonly metadata?: Readonly<Record<string, string>> },
): void {
  const texts = [['#/filename', key] as const, ['#/type', contentType] as const];
  const kept = Object.values(metadata).map((value) => ['#/metadata', value] as const);
  refuseDollars([...texts, ...kept], 'Name it otherwise, or send the file in parts.');
}

/** The session's metadata, and what of the client's the session keeps: the session's own wins. None: `undefined`. */
export function metadataFor(
  { metadata, metadataFields = [] }: UploadSession,
  given: Readonly<Record<string, unknown>> = {},
): Record<string, string> | undefined {
  const kept = metadataFields.flatMap((name): [string, string][] => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return isScalar(value) && value !== '' ? [[name, fieldValue(String(value))]] : [];
  });
  return kept.length === 0 ? metadata && { ...metadata } : { ...Object.fromEntries(kept), ...metadata };
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** S3 stores printable ASCII, and gives the rest back as RFC 2047 §4.1 encodes it. */
const fieldValue = (text: string): string =>
  /^[!-~](?:[ -~]*[!-~])?$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

export const keyIsTaken = (): ApiError =>
  new ApiError(
    'upload_not_active',
    'An object has this key, and the session may not replace it. Rename the file.',
  );

export const keyIsUnreadable = (): ApiError =>
  new ApiError(
    'upload_not_active',
    'The service may not check whether an object has this key, and the session may not replace one. Send the file in parts.',
  );
