import { MULTIPART_UPLOAD } from '../api/answers.js';
import { requireEcho } from '../api/echo.js';
import { requireRight } from '../api/shape.js';
import type { MultipartUpload, NewMultipartUpload } from '../api/types.js';
import type { Context } from '../context.js';
import { hasCode } from '../errors.js';
import { describe, type UploadOptions } from './options.js';
import { askedAlgorithm, type PartCheck } from './part-digest.js';
import { PartUrls } from './part-urls.js';
import type { SentDigest } from './journal.js';
import { rightUploadId } from './upload-id.js';

/** A multipart upload that has begun. */
export interface Begun {
  readonly uploadId: string;
  /** The time when the upload expires, in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** The size of every part except the last, in bytes. */
  readonly partSize: number;
  readonly check: PartCheck;
  readonly urls: PartUrls;
  /** The parts that are in the storage, by number. */
  readonly sent: Map<number, SentDigest>;
  /** The number of bytes from an earlier, interrupted upload. */
  readonly resumed: number;
}

/**
 * Begins a multipart upload. If the storage does not check digests of parts, begins one without digests.
 *
 * @param size bytes, if known
 * @throws TransferError
 */
export async function beginUpload(
  context: Context,
  key: string,
  size: number | undefined,
  options: UploadOptions,
): Promise<Begun> {
  const { api } = context;
  const wanted = askedAlgorithm(options, context);
  const algorithm = usableAlgorithm(context, options);
  const { expiresIn } = api.options;
  const request: NewMultipartUpload = {
    key,
    ...describe(options),
    ...(size !== undefined && { contentLength: size }),
    ...(options.partSize !== undefined && { partSize: options.partSize }),
    ...(algorithm && { checksumAlgorithm: algorithm }),
    ...(expiresIn !== undefined && { expiresIn }),
  };
  const asked = performance.now();
  let location: string | undefined;
  try {
    const upload = await api.call<MultipartUpload>({
      method: 'POST',
      path: 'multipart-uploads',
      body: request,
      signal: options.signal,
      shape: MULTIPART_UPLOAD,
      check: (answer, header) => {
        requireEcho(request, answer);
        requirePlan(request, answer);
        location = header('location');
      },
    });
    const uploadId = await rightUploadId(context, upload.uploadId, location, options.signal);
    return {
      uploadId,
      expiresAt: Date.parse(upload.expiresAt),
      partSize: upload.partSize,
      check: algorithm ?? (wanted && canCompareMd5(context, upload) ? 'MD5' : undefined),
      urls: new PartUrls(context, uploadId, upload.parts, asked),
      sent: new Map(),
      resumed: 0,
    };
  } catch (error) {
    if (!algorithm || !isAuto(options) || !isUnchecked(error)) throw error;
    context.uncheckedAlgorithms.add(algorithm);
    return beginUpload(context, key, size, options);
  }
}

/** Requires parts that have the size of the object. @throws TransferError `unexpected_response`, which is temporary */
function requirePlan(
  { contentLength, partSize: asked }: NewMultipartUpload,
  { partSize, partCount, parts }: MultipartUpload,
): void {
  requireRight(asked === undefined || partSize === asked);
  requireRight(contentLength === undefined || partCount === Math.ceil(contentLength / partSize));
  requireRight(parts.every(({ partNumber }, index) => partNumber === index + 1));
}

const isAuto = ({ checksum = 'auto' }: UploadOptions): boolean => checksum === 'auto';

/** Returns whether an error of the API means that the storage does not check digests of this algorithm. */
const isUnchecked = (error: unknown): boolean =>
  hasCode(error, 'invalid_request') &&
  (error.errors?.some(({ pointer }) => pointer === '#/checksumAlgorithm') ?? false);

/**
 * Returns the algorithm that the options name. If they name none, returns the platform's usual one, or SHA-256 if the
 * storage is known not to check the usual one; `undefined` if it checks neither.
 */
function usableAlgorithm(context: Context, options: UploadOptions) {
  const wanted = askedAlgorithm(options, context);
  if (!isAuto(options)) return wanted;
  return ([wanted, 'SHA256'] as const).find((each) => each && !context.uncheckedAlgorithms.has(each));
}

/** Returns whether ETags can be compared with MD5s. With SSE-KMS, ETags are not MD5s. */
const canCompareMd5 = ({ hashing }: Context, { constraints }: MultipartUpload): boolean =>
  hashing.hasMd5 &&
  !constraints.some(({ name, value }) => name === 'encryption' && JSON.stringify(value).includes('kms'));
