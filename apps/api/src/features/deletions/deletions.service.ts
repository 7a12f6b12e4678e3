import { Injectable } from '@nestjs/common';
import type { MaybePromise } from '#s3-presign';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import type { Prepared } from '../../signing/prepared.js';
import type { VersionedRequest } from '../../signing/signing.request.js';
import type { SigningAnswer } from '../../signing/signing.response.js';
import { SigningService } from '../../signing/signing.service.js';

/**
 * Signs DELETE requests. In a versioned bucket, a DELETE of a key sets a delete marker; deleting a version requires a
 * separate grant.
 */
@Injectable()
export class DeletionsService {
  constructor(private readonly signing: SigningService) {}

  sign(access: TenantAccess, request: VersionedRequest): Promise<SigningAnswer> {
    return this.signing.answer(this.prepare(access, request));
  }

  /**
   * Prepares a signed URL.
   *
   * @throws InvalidKeyError, PresignError, ApiError; the promise rejects with the same errors
   */
  prepare(
    access: TenantAccess,
    { key, versionId, expiresIn, minValidity }: VersionedRequest,
  ): MaybePromise<Prepared<SigningAnswer>> {
    const target = this.signing.authorize(access, versionId === undefined ? 'delete' : 'deleteVersion', key);
    return this.signing.prepare(target, {
      method: 'DELETE',
      expiresIn,
      minValidity,
      ...(versionId !== undefined && { query: { versionId } }),
    });
  }
}
