import { Injectable } from '@nestjs/common';
import { epochSeconds, formatTime } from '#s3-presign';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { ApiError } from '../../platform/problems/api-error.js';
import { SigningService } from '../../signing/signing.service.js';
import { headObject, type StoredObject } from '../../storage/head-object.js';
import { S3Refusal } from '../../storage/s3-failure.js';
import { TenantStorages } from '../../storage/tenant-storages.js';
import type { ConfirmationAnswer } from './confirmation.response.js';
import { Receipts, type UploadPromise } from './receipts.js';
import { differences } from './validate-arrival.js';

/** Whether an upload arrived as it was promised, by what S3 itself says. */
@Injectable()
export class ConfirmationsService {
  constructor(
    private readonly receipts: Receipts,
    private readonly signing: SigningService,
    private readonly storages: TenantStorages,
  ) {}

  /**
   * The grant is asked for again: it may have been withdrawn since. What is stored may be another caller's object, so only
   * a caller with a grant of `download` is told more of it than whether it keeps the promises.
   *
   * @throws ApiError `retry_upload` with everything that differs, `invalid_request`, `access_denied` …
   */
  async confirm(access: TenantAccess, receipt: string): Promise<ConfirmationAnswer> {
    const promised = await this.receipts.open(access, receipt);
    const { name, key } = this.signing.authorize(access, 'upload', promised.key);
    const stored = await headObject(this.storages.of(access.tenant), key).catch((error: unknown) => {
      throw error instanceof S3Refusal ? notAsPromised([absent(error)]) : error;
    });
    const mayRead = access.tenant.grants.allows(access.caller, 'download', name);
    const words = differences(promised, stored, mayRead);
    if (words.length > 0) throw notAsPromised(words);
    return { confirmed: true, key: name, ...(mayRead ? factsOf(stored) : repeated(promised)) };
  }
}

/** S3 tells the two apart only to a role that may list the bucket. */
const absent = ({ code }: S3Refusal): string =>
  code === 'AccessDenied'
    ? 'The object does not exist, or the role may not read it.'
    : 'No object has the key.';

type Facts = Omit<ConfirmationAnswer, 'confirmed' | 'key'>;

const factsOf = ({ size, contentType, etag, lastModified, versionId }: StoredObject): Facts => ({
  size,
  contentType,
  etag,
  lastModified: formatTime(epochSeconds(lastModified)),
  ...(versionId !== undefined && { versionId }),
});

/** For a caller who may not read the object: nothing that the receipt did not say. */
const repeated = ({ contentLength, contentType }: UploadPromise): Facts => ({
  ...(contentLength !== undefined && { size: contentLength }),
  contentType,
});

export const notAsPromised = (words: readonly string[]): ApiError =>
  ApiError.listing(
    'retry_upload',
    'The object differs from what was promised.',
    { listed: words.map((detail) => ({ pointer: '#/receipt', detail })), omitted: 0 },
    'Upload it again.',
  );
