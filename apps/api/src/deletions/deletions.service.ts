import { Injectable } from '@nestjs/common';
import type { TenantAccess } from '../callers/caller.js';
import type { SigningAnswer } from '../signing/signing-answer.js';
import { SigningService } from '../signing/signing.service.js';
import type { VersionedRequest } from '../signing/signing.request.js';

/** Presigned DELETEs. In a versioned bucket they set a delete marker; a version itself asks for a grant of its own. */
@Injectable()
export class DeletionsService {
  constructor(private readonly signing: SigningService) {}

  sign(
    access: TenantAccess,
    { key, versionId, expiresIn, minValidity }: VersionedRequest,
  ): Promise<SigningAnswer> {
    const target = this.signing.authorize(access, versionId === undefined ? 'delete' : 'deleteVersion', key);
    return this.signing.sign(target, {
      method: 'DELETE',
      expiresIn,
      minValidity,
      ...(versionId !== undefined && { query: { versionId } }),
    });
  }
}
