import { Injectable } from '@nestjs/common';
import { epochSeconds, uploadHeaders, type MaybePromise, type UploadConstraints } from '#s3-presign';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { enforcedByS3 } from '../../signing/enforced-by-s3.js';
import type { Prepared } from '../../signing/prepared.js';
import { SigningService } from '../../signing/signing.service.js';
import { Receipts } from '../confirmations/receipts.js';
import { checkUpload } from './upload-limits.js';
import type { UploadRequest } from './upload.request.js';
import type { UploadAnswer } from './upload.response.js';

/** The content type of an upload whose request names none. */
export const DEFAULT_CONTENT_TYPE = 'application/octet-stream';

/** Signs PUT requests. Every constraint is a signed header field, so that S3 enforces each of them. */
@Injectable()
export class UploadsService {
  constructor(
    private readonly signing: SigningService,
    private readonly receipts: Receipts,
  ) {}

  sign(access: TenantAccess, request: UploadRequest): Promise<UploadAnswer> {
    return this.signing.answer(this.prepare(access, request));
  }

  /**
   * Prepares a signed URL.
   *
   * @throws InvalidKeyError, PresignError, ApiError; the promise rejects with the same errors
   */
  prepare(access: TenantAccess, request: UploadRequest): MaybePromise<Prepared<UploadAnswer>> {
    const { key, expiresIn, minValidity, contentType = DEFAULT_CONTENT_TYPE } = request;
    const target = this.signing.authorize(access, 'upload', key);
    const limits = checkUpload(request, contentType, target.limits);
    const constraints: UploadConstraints = {
      contentType,
      contentLength: request.contentLength,
      checksum: request.checksum,
      metadata: request.metadata,
      tags: request.tags,
      encryption: access.tenant.entry.encryption,
      ifNoneMatch: request.ifNoneMatch,
    };
    const prepared = this.signing.prepare(target, {
      method: 'PUT',
      expiresIn,
      minValidity,
      limits,
      headers: uploadHeaders(constraints),
      constraints: enforcedByS3(constraints),
    });
    return request.receipt ? this.#withReceipt(access, request, contentType, prepared) : prepared;
  }

  /** Adds a receipt to the answer. Only a request that asks for a receipt waits for the sealing. */
  async #withReceipt(
    access: TenantAccess,
    { key, contentLength, checksum }: UploadRequest,
    contentType: string,
    signed: MaybePromise<Prepared<UploadAnswer>>,
  ): Promise<Prepared<UploadAnswer>> {
    const { answer, event } = await signed;
    const expiresAt = epochSeconds(Date.parse(answer.expiresAt));
    const signedAt = expiresAt - answer.expiresIn;
    const promise = { key, contentType, contentLength, checksum, signedAt };
    const receipt = await this.receipts.seal(access, promise, expiresAt);
    return { answer: Object.assign({}, answer, { receipt }), event };
  }
}
