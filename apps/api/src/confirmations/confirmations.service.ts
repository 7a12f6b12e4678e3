import { Injectable } from '@nestjs/common';
import { epochSeconds, formatTime } from '#s3-presign';
import type { TenantAccess } from '../callers/caller.js';
import { ApiError } from '../problems/api-error.js';
import { SigningService } from '../signing/signing.service.js';
import { headObject } from '../storage/head-object.js';
import { S3Refusal } from '../storage/s3-failure.js';
import { TenantStorages } from '../storage/tenant-storages.js';
import type { ConfirmationAnswer } from './confirmation.answer.js';
import { differences } from './judge-arrival.js';
import { Receipts } from './receipts.js';

/** Whether an upload arrived as it was promised, by what S3 itself says. */
@Injectable()
export class ConfirmationsService {
  constructor(
    private readonly receipts: Receipts,
    private readonly signing: SigningService,
    private readonly storages: TenantStorages,
  ) {}

  /**
   * The grant is asked for again: it may have been withdrawn since.
   *
   * @throws ApiError `retry_upload` with everything that differs, `invalid_request`, `access_denied` …
   */
  async confirm(access: TenantAccess, receipt: string): Promise<ConfirmationAnswer> {
    const promised = await this.receipts.open(access, receipt);
    const { name, key } = this.signing.authorize(access, 'upload', promised.key);
    const stored = await headObject(this.storages.of(access.tenant), key).catch((error: unknown) => {
      throw error instanceof S3Refusal ? notAsPromised([absent(error)]) : error;
    });
    const words = differences(promised, stored);
    if (words.length > 0) throw notAsPromised(words);
    const { size, contentType, etag, lastModified, versionId } = stored;
    return {
      confirmed: true,
      key: name,
      size,
      contentType,
      etag,
      lastModified: formatTime(epochSeconds(lastModified)),
      ...(versionId !== undefined && { versionId }),
    };
  }
}

/** S3 tells the two apart only to a role that may list the bucket. */
const absent = ({ code }: S3Refusal): string =>
  code === 'AccessDenied'
    ? 'The object is not there, or the role may not read it.'
    : 'No object has the key.';

export const notAsPromised = (words: readonly string[]): ApiError =>
  new ApiError(
    'retry_upload',
    'The object is not what was promised. See errors, then upload it again.',
    words.map((detail) => ({ pointer: '#/receipt', detail })),
  );
