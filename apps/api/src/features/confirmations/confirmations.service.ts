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

/** Confirms that an upload arrived as promised, by the facts that S3 reports. */
@Injectable()
export class ConfirmationsService {
  constructor(
    private readonly receipts: Receipts,
    private readonly signing: SigningService,
    private readonly storages: TenantStorages,
  ) {}

  /**
   * Confirms an upload. The grant is checked again, because it may have been withdrawn since. The stored object may be
   * another caller's, so a caller without a `download` grant only learns whether the object keeps the promises.
   *
   * @throws ApiError `retry_upload` with all differences, `invalid_request`, `access_denied` …
   */
  async confirm(access: TenantAccess, receipt: string): Promise<ConfirmationAnswer> {
    const promised = await this.receipts.open(access, receipt);
    const { name, key } = this.signing.authorize(access, 'upload', promised.key);
    const stored = await headObject(this.storages.of(access), key).catch((error: unknown) => {
      throw error instanceof S3Refusal ? notAsPromised([absent(error)]) : error;
    });
    const mayRead = access.tenant.grants.allows(access.caller, 'download', name);
    const words = differences(promised, stored, mayRead);
    if (words.length > 0) throw notAsPromised(words);
    return { confirmed: true, key: name, ...(mayRead ? factsOf(stored) : repeated(promised)) };
  }
}

/**
 * Returns the message for a missing or unreadable object. S3 tells the two cases apart only for a role that may list
 * the bucket.
 */
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

/** Returns the facts for a caller who may not read the object: only facts of the receipt. */
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
