import { Injectable } from '@nestjs/common';
import { uploadHeaders, type UploadConstraints } from '#s3-presign';
import type { TenantAccess } from '../callers/caller.js';
import { enforcedByS3 } from '../signing/enforced-by-s3.js';
import type { MaybePromise, Prepared } from '../signing/prepared.js';
import type { SigningAnswer } from '../signing/signing-answer.js';
import { SigningService } from '../signing/signing.service.js';
import { checkUpload } from './upload-limits.js';
import type { UploadRequest } from './upload.request.js';

/** Where the request says nothing. */
export const DEFAULT_CONTENT_TYPE = 'application/octet-stream';

/** Presigned PUTs. Every constraint is a signed header, so S3 holds the client to each of them. */
@Injectable()
export class UploadsService {
  constructor(private readonly signing: SigningService) {}

  sign(access: TenantAccess, request: UploadRequest): Promise<SigningAnswer> {
    return this.signing.answer(this.prepare(access, request));
  }

  /** @throws InvalidKeyError, PresignError, ApiError; rejects with the same */
  prepare(access: TenantAccess, request: UploadRequest): MaybePromise<Prepared<SigningAnswer>> {
    const { key, expiresIn, minValidity, contentType = DEFAULT_CONTENT_TYPE } = request;
    const target = this.signing.authorize(access, 'upload', key);
    checkUpload(request, contentType, access.tenant);
    const constraints: UploadConstraints = {
      contentType,
      contentLength: request.contentLength,
      checksum: request.checksum,
      metadata: request.metadata,
      tags: request.tags,
      encryption: access.tenant.entry.encryption,
      ifNoneMatch: request.ifNoneMatch,
    };
    return this.signing.prepare(target, {
      method: 'PUT',
      expiresIn,
      minValidity,
      headers: uploadHeaders(constraints),
      constraints: enforcedByS3(constraints),
    });
  }
}
