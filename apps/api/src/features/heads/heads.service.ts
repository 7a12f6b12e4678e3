import { Injectable } from '@nestjs/common';
import type { MaybePromise } from '#s3-presign';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import type { Prepared } from '../../signing/prepared.js';
import { shownChecksum } from '../../signing/shown-checksum.js';
import type { ReadRequest } from '../../signing/signing.request.js';
import type { SigningAnswer } from '../../signing/signing.response.js';
import { SigningService } from '../../signing/signing.service.js';

/** Signs HEAD requests for callers who may download the key. */
@Injectable()
export class HeadsService {
  constructor(private readonly signing: SigningService) {}

  sign(access: TenantAccess, request: ReadRequest): Promise<SigningAnswer> {
    return this.signing.answer(this.prepare(access, request));
  }

  /**
   * Prepares a signed URL.
   *
   * @throws InvalidKeyError, PresignError, ApiError; the promise rejects with the same errors
   */
  prepare(access: TenantAccess, request: ReadRequest): MaybePromise<Prepared<SigningAnswer>> {
    const { key, versionId, expiresIn, minValidity } = request;
    const target = this.signing.authorize(
      access,
      versionId === undefined ? 'download' : 'downloadVersion',
      key,
    );
    return this.signing.prepare(target, {
      method: 'HEAD',
      expiresIn,
      minValidity,
      ...(versionId !== undefined && { query: { versionId } }),
      ...shownChecksum(request),
    });
  }
}
