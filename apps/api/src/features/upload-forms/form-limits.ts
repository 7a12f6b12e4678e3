import type { PostForm } from '#s3-presign';
import { ApiError, invalidRequest } from '../../platform/problems/api-error.js';
import type { FieldError } from '../../platform/problems/field-error.js';
import type { Target } from '../../signing/target.js';
import { largestUpload, least, takesSize, type Limits } from '../../tenancy/grants/limits.js';
import { checkChecksum, checkContentType, checkMetadata } from '../uploads/upload-limits.js';
import type { UploadFormRequest } from './upload-form.request.js';

/** Bytes of all that is not the file. S3 Developer Guide, "Creating an HTML form". */
const MAX_FIELDS = 20_480;
/** Bytes that a browser puts around each field and, at most, around the file with its name and type. */
const AROUND_FIELD = 100;
const AROUND_FILE = 1_200;

/**
 * Returns what grants and tenant allow and S3 takes, as far as it is no matter of shape. Leaving a field out evades
 * nothing.
 *
 * @param contentType as it will be pinned
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
      'This tenant’s bucket is an access point, and S3 takes forms at buckets only. Use POST /uploads.',
    );
  }
  checkChecksum(request.checksum);
  checkMetadata(request.metadata);
  return checkContentType(contentType, limits);
}

/** Bytes to pin, both ends allowed, and the limits of the grants that allow them. */
interface PinnedRange {
  /** `undefined`: nothing limits. */
  readonly range: readonly [min: number, max: number] | undefined;
  readonly limits: readonly Limits[];
}

/**
 * The range to pin: what is asked for, lowered to what one grant allows. That is the grant that allows the largest file,
 * of those whose URLs live as long as is needed.
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
  const allowing = lasting.length > 0 ? lasting : fitting; // then it is refused as too short
  const most = least(max, largestUpload(allowing));
  return {
    range: most === undefined ? undefined : [min, most],
    limits: allowing.filter((each) => takesSize(each, most)),
  };
}

/**
 * Texts that S3 would alter or fail on, if they stood in a form: it puts the file's name for `${filename}` in every field
 * before it looks at the policy, and fails on `$$`. What it makes of any other `${` is documented nowhere.
 *
 * @param texts by the pointer that a refusal names
 * @param instead what the caller can do
 * @throws ApiError `invalid_request`
 */
export function refuseDollars(
  texts: readonly (readonly [pointer: string, text: string])[],
  instead: string,
): void {
  const wrong = texts.find(([, text]) => /\$[{$]/.test(text));
  if (!wrong) return;
  const detail = `Must not hold "\${" or "$$", which S3 reads as its own in forms. ${instead}`;
  throw invalidRequest({ pointer: wrong[0], detail });
}

/**
 * Looks at the form as it will be: the key behind the tenant's prefix, and what the request made of the other fields.
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

/** @param field of a form, as `formFields` calls it */
function pointerOf(field: string): string {
  if (field.startsWith('x-amz-meta-')) return '#/metadata';
  if (field.startsWith('x-amz-checksum-')) return '#/checksum';
  return field === 'tagging' ? '#/tags' : '#/contentType';
}

/** @throws ApiError `invalid_request` for a form that S3 would find too large, whatever the file */
export function checkSize({ fields }: PostForm, request: UploadFormRequest): void {
  let size = AROUND_FILE;
  for (const [name, value] of Object.entries(fields)) {
    size += AROUND_FIELD + name.length + Buffer.byteLength(value);
  }
  if (size <= MAX_FIELDS) return;
  const detail = `Make it smaller: with it the form takes ${size} bytes beside the file, and S3 takes ${MAX_FIELDS}.`;
  const given = (['metadata', 'tags'] as const).filter((name) => request[name] !== undefined);
  throw invalidRequest(...given.map((name) => ({ pointer: `#/${name}`, detail })));
}

const wrongRange = (member: string, detail: string): ApiError =>
  invalidRequest({ pointer: `#/contentLengthRange/${member}`, detail } satisfies FieldError);
