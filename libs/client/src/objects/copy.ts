import type { Api } from '../api/api.js';
import { COPIED } from '../api/answers.js';
import { requireEcho } from '../api/echo.js';
import type { Copied } from '../api/types.js';

export interface CopyResult {
  readonly key: string;
  /** The size in bytes. */
  readonly size: number;
  /** The ETag as S3 reports it, in quotes. It may differ from the source's. */
  readonly etag: string;
  readonly contentType: string;
  /** The version of the copy, in a versioned bucket. */
  readonly versionId?: string | undefined;
}

export interface CopyOptions {
  /** A version of the source other than the current one. */
  readonly versionId?: string | undefined;
  /** The content type of the copy; the source's if left out. */
  readonly contentType?: string | undefined;
  /** The metadata of the copy; the source's if left out. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Asks the service to copy an object of up to 5 GiB. The bytes don't pass through the client. @throws TransferError */
export function copyObject(
  api: Api,
  from: string,
  to: string,
  { versionId, contentType, metadata, signal }: CopyOptions = {},
): Promise<CopyResult> {
  const request = {
    from: { key: from, ...(versionId !== undefined && { versionId }) },
    to: { key: to },
    ...(contentType !== undefined && { contentType }),
    ...(metadata && { metadata }),
  };
  return api.call<Copied>({
    method: 'POST',
    path: 'objects/copies',
    body: request,
    signal,
    shape: COPIED,
    check: (answer) => {
      const constraints = [{ name: 'contentType', value: answer.contentType }];
      requireEcho({ key: to, contentType }, { key: answer.key, constraints });
    },
  });
}
