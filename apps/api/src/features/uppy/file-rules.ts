import type { Destination, UploadSession } from '../../access/authorization/upload-session.js';
import { ApiError, invalidRequest } from '../../platform/problems/api-error.js';
import { refuseDollars } from '../upload-forms/form-limits.js';

/**
 * Returns the key of a file. The file's name becomes at most one segment of the key, so that no name can leave the
 * session's folder.
 *
 * @param unique a ULID
 * @throws ApiError `invalid_request`; other names that S3 or the rules for keys do not accept are refused later with
 * the key
 */
export function keyFor(to: Destination, filename: string, unique: string): string {
  if ('key' in to) return to.key;
  if (filename === '' || filename.includes('/')) {
    throw invalidRequest({
      pointer: '#/filename',
      detail: 'Must be a name without "/". Rename the file.',
    });
  }
  return to.naming === 'unique' ? `${to.keyPrefix}${unique}/${filename}` : to.keyPrefix + filename;
}

/** Returns whether two files of a session may get the same key. */
export const mayMeetAnother = (to: Destination): boolean => 'key' in to || to.naming === 'filename';

/**
 * Refuses texts that S3 would reject in a form, with pointers to Uppy's names. Metadata that isn't ASCII is already
 * encoded.
 *
 * @param key the key in the bucket
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
  refuseDollars([...texts, ...kept], 'Rename it, or send the file in parts.');
}

/**
 * Returns the session's metadata together with those of the client's metadata that the session keeps. The session's own
 * values take precedence. Returns `undefined` if there are none.
 */
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

/** Encodes a metadata value. S3 stores printable ASCII, and returns other text encoded by RFC 2047 §4.1. */
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
