import type { Context } from '../context.js';
import { TransferError } from '../errors.js';
import { crc64nvmeOf } from '../hash/object-checksum.js';
import { checksumMode } from '../storage/checksum-mode.js';
import { exchange } from '../storage/exchange.js';
import type { HttpResponse } from '../storage/send.js';

/** The metadata of an object from S3. Browsers see only the headers that the bucket's CORS rules expose. */
export interface ObjectHead {
  readonly key: string;
  /** The size in bytes. */
  readonly size: number;
  /** The ETag as S3 reports it, in quotes. */
  readonly etag: string;
  readonly contentType?: string | undefined;
  readonly lastModified?: Date | undefined;
  readonly versionId?: string | undefined;
  /** The checksum of the whole object, in Base64, if it was requested and S3 has it. */
  readonly crc64nvme?: string | undefined;
}

export interface HeadOptions {
  /** A version other than the current one; requires a grant of `downloadVersion`. */
  readonly versionId?: string | undefined;
  /** Requests the checksum. If the storage refuses, the request is sent again without it. */
  readonly checksumMode?: 'ENABLED' | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Requests the metadata of an object from S3. @throws TransferError, such as `not_found` */
export function headObject(
  context: Context,
  key: string,
  { versionId, checksumMode: wanted, signal }: HeadOptions = {},
): Promise<ObjectHead> {
  const operation = { operation: 'head' as const, key, ...(versionId !== undefined && { versionId }) };
  const mode = checksumMode(context, wanted !== undefined);
  return exchange(context, {
    sign: (own) => context.api.sign({ ...operation, ...mode.field() }, own),
    onDenied: mode.refused,
    signal,
    read: (response) => {
      response.discard();
      return Promise.resolve(headOf(key, response));
    },
  });
}

function headOf(key: string, response: HttpResponse): ObjectHead {
  const { header } = response;
  const size = Number(header('content-length'));
  const etag = header('etag');
  if (etag === undefined || Number.isNaN(size)) {
    const message =
      'S3’s answer has no ETag or length. In a browser, the bucket’s CORS rules must expose ETag.';
    throw new TransferError('unexpected_response', message);
  }
  const modified = Date.parse(header('last-modified') ?? '');
  const contentType = header('content-type');
  const versionId = header('x-amz-version-id');
  const crc64nvme = crc64nvmeOf(response);
  return {
    key,
    size,
    etag,
    ...(contentType !== undefined && { contentType }),
    ...(!Number.isNaN(modified) && { lastModified: new Date(modified) }),
    ...(versionId !== undefined && { versionId }),
    ...(crc64nvme !== undefined && { crc64nvme }),
  };
}
