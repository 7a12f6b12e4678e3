import type { PostForm } from '#s3-presign';
import { ApiError, invalidRequest, type FieldError } from '../problems/api-error.js';
import type { Tenant } from '../tenants/tenant.js';
import { checkChecksum, checkContentType, checkMetadata } from '../uploads/upload-limits.js';
import type { UploadFormRequest } from './upload-form.request.js';

/** Bytes of all that is not the file. S3 Developer Guide, "Creating an HTML form". */
const MAX_FIELDS = 20_480;
/** Bytes that a browser puts around each field and, at most, around the file with its name and type. */
const AROUND_FIELD = 100;
const AROUND_FILE = 1_200;

/**
 * What the tenant allows and S3 takes, as far as it is no matter of shape. Leaving a field out evades nothing.
 *
 * @param contentType as it will be pinned
 * @throws ApiError `invalid_request`
 */
export function checkForm(request: UploadFormRequest, contentType: string, tenant: Tenant): void {
  if (tenant.entry.bucket.startsWith('arn:')) {
    throw new ApiError(
      'invalid_request',
      'This tenant’s bucket is an access point, and S3 takes forms at buckets only. Use POST /uploads.',
    );
  }
  checkContentType(contentType, tenant);
  checkChecksum(request.checksum);
  checkMetadata(request.metadata);
}

/**
 * The range to pin: what is asked for, within the tenant's limit. Where nothing limits, nothing is pinned.
 *
 * @throws ApiError `invalid_request`
 */
export function lengthRange(
  { contentLengthRange: asked }: UploadFormRequest,
  tenant: Tenant,
): readonly [min: number, max: number] | undefined {
  const limit = tenant.entry.limits?.maxUploadBytes;
  if (!asked) return limit === undefined ? undefined : [0, limit];
  const { min = 0, max } = asked;
  if (min > max) throw wrongRange('min', `Must be at most max, which is ${max}.`);
  if (limit !== undefined && min > limit) {
    throw wrongRange('min', `Must be at most ${limit} bytes for this tenant.`);
  }
  return [min, Math.min(max, limit ?? max)];
}

/**
 * S3 puts the file's name for `${filename}` in every field before it looks at the policy, and fails on `$$` in one.
 *
 * @throws ApiError `invalid_request`
 */
export function checkDollars({ key = '', keyPrefix = '', metadata = {} }: UploadFormRequest): void {
  const texts: [pointer: string, text: string][] = [
    ['#/key', key],
    ['#/keyPrefix', keyPrefix],
    ...Object.values(metadata).map((value): [string, string] => ['#/metadata', value]),
  ];
  const wrong = texts.find(([, text]) => /\$[{$]/.test(text));
  if (!wrong) return;
  const detail = 'Must not hold "${" or "$$", which S3 reads as its own in forms. Use POST /uploads.';
  throw invalidRequest({ pointer: wrong[0], detail });
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
