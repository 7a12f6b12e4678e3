import type { PostForm } from '#s3-presign';
import { ApiError, invalidRequest } from '../../platform/problems/api-error.js';
import type { FieldError } from '../../platform/problems/field-error.js';
import type { Target } from '../../signing/target.js';
import { largestUpload, least, takesSize, type Limits } from '../../tenancy/grants/limits.js';
import { checkChecksum, checkContentType, checkMetadata } from '../uploads/upload-limits.js';
import type { UploadFormRequest } from './upload-form.request.js';

/** The maximum number of bytes of a form without its file (S3 Developer Guide, "Creating an HTML form"). */
const MAX_FIELDS = 20_480;
/**
 * The maximum number of bytes that a browser adds to each field. The next constant is for the file with its name and
 * type.
 */
const AROUND_FIELD = 100;
const AROUND_FILE = 1_200;

/**
 * Checks a form against the limits of the grants, of the tenant and of S3 that the request's schema can't express.
 * Omitting a field does not evade a limit.
 *
 * @param contentType the type that the form will require
 * @returns the limits of the grants that allow the type
 * @throws ApiError `invalid_request`
 */
export function checkForm(
  request: UploadFormRequest,
  contentType: string,
  { access: { tenant }, limits }: Target,
): readonly Limits[] {
  if (tenant.entry.bucket.startsWith('arn:')) {
    throw new ApiError(
      'invalid_request',
      'This tenant’s bucket is an access point, and S3 accepts forms only at buckets. Use POST /uploads.',
    );
  }
  checkChecksum(request.checksum);
  checkMetadata(request.metadata);
  return checkContentType(contentType, limits);
}

/** The range of sizes that a form requires, and the limits of the grants that allow it. */
interface PinnedRange {
  /** The range in bytes, both ends inclusive; `undefined` if the size is not limited. */
  readonly range: readonly [min: number, max: number] | undefined;
  readonly limits: readonly Limits[];
}

/**
 * Returns the range that the form will require: the requested range, reduced to the range that one grant allows. This
 * is the grant that allows the largest file, among those whose URLs live as long as needed.
 *
 * @param limits of the grants that allow the rest of the request, at least one
 * @throws ApiError `invalid_request`
 */
export function lengthRange(
  { contentLengthRange: asked, minValidity = 1 }: UploadFormRequest,
  limits: readonly Limits[],
): PinnedRange {
  const { min = 0, max } = asked ?? {};
  if (max !== undefined && min > max) throw wrongRange('min', `Must be at most max, which is ${max}.`);
  const fitting = limits.filter(({ maxUploadBytes = Infinity }) => min <= maxUploadBytes);
  if (fitting.length === 0) {
    throw wrongRange('min', `Must be at most ${largestUpload(limits)} bytes for this key.`);
  }
  const lasting = fitting.filter(({ maxExpiresIn }) => maxExpiresIn >= minValidity);
  const allowing = lasting.length > 0 ? lasting : fitting; // if empty, the lifetime is refused as too short
  const most = least(max, largestUpload(allowing));
  return {
    range: most === undefined ? undefined : [min, most],
    limits: allowing.filter((each) => takesSize(each, most)),
  };
}

/**
 * Refuses texts that S3 would change or reject in a form. S3 replaces `${filename}` with the file's name in every field
 * before it checks the policy, and it rejects `$$`. Its treatment of any other `${` is not documented.
 *
 * @param texts pairs of the pointer for the refusal and the text
 * @param instead the advice to the caller
 * @throws ApiError `invalid_request`
 */
export function refuseDollars(
  texts: readonly (readonly [pointer: string, text: string])[],
  instead: string,
): void {
  const wrong = texts.find(([, text]) => /\$[{$]/.test(text));
  if (!wrong) return;
  const detail = `Must not hold "\${" or "$$", which S3 interprets in forms. ${instead}`;
  throw invalidRequest({ pointer: wrong[0], detail });
}

/**
 * Checks the final form: the key with the tenant's prefix, and the other fields.
 *
 * @throws ApiError `invalid_request`
 */
export function checkDollars(
  { keyPrefix }: UploadFormRequest,
  key: string,
  fields: Readonly<Record<string, string>>,
): void {
  const ofKey = keyPrefix === undefined ? (['#/key', key] as const) : (['#/keyPrefix', `${key}$`] as const); // "${filename}" follows
  const others = Object.entries(fields).map(([name, value]) => [pointerOf(name), value] as const);
  refuseDollars([ofKey, ...others], 'Use POST /uploads.');
}

/**
 * Returns the pointer of the request's member from which a form field was created.
 *
 * @param field the field's name in `formFields`
 */
function pointerOf(field: string): string {
  if (field.startsWith('x-amz-meta-')) return '#/metadata';
  if (field.startsWith('x-amz-checksum-')) return '#/checksum';
  return field === 'tagging' ? '#/tags' : '#/contentType';
}

/**
 * Checks the size of a form without its file.
 *
 * @throws ApiError `invalid_request` for a form that is too large for S3 with any file
 */
export function checkSize({ fields }: PostForm, request: UploadFormRequest): void {
  let size = AROUND_FILE;
  for (const [name, value] of Object.entries(fields)) {
    size += AROUND_FIELD + name.length + Buffer.byteLength(value);
  }
  if (size <= MAX_FIELDS) return;
  const detail = `Is too large: the form has ${size} bytes without the file, and S3 accepts ${MAX_FIELDS}. Make it smaller.`;
  const given = (['metadata', 'tags'] as const).filter((name) => request[name] !== undefined);
  throw invalidRequest(...given.map((name) => ({ pointer: `#/${name}`, detail })));
}

const wrongRange = (member: string, detail: string): ApiError =>
  invalidRequest({ pointer: `#/contentLengthRange/${member}`, detail } satisfies FieldError);
