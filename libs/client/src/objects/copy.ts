import type { Api } from '../api/api.js';

export interface CopyResult {
  readonly key: string;
  readonly etag?: string | undefined;
  readonly versionId?: string | undefined;
}

export interface CopyOptions {
  /** A version of the source other than the current one. */
  readonly versionId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Has the service copy an object of up to 5 GiB; no byte comes here. @throws TransferError */
export function copyObject(
  api: Api,
  from: string,
  to: string,
  { versionId, signal }: CopyOptions = {},
): Promise<CopyResult> {
  const source = { key: from, ...(versionId !== undefined && { versionId }) };
  return api.call('POST', 'objects/copies', { from: source, to: { key: to } }, signal);
}
