import { Injectable } from '@nestjs/common';
import type { TenantAccess } from '../callers/caller.js';
import type { SigningAnswer } from '../signing/signing-answer.js';
import { SigningService } from '../signing/signing.service.js';
import type { VersionedRequest } from '../signing/signing.request.js';

/** Presigned HEADs: size, type, ETag and metadata, for whoever may download. */
@Injectable()
export class HeadsService {
  constructor(private readonly signing: SigningService) {}

  sign(
    access: TenantAccess,
    { key, versionId, expiresIn, minValidity }: VersionedRequest,
  ): Promise<SigningAnswer> {
    const target = this.signing.authorize(
      access,
      versionId === undefined ? 'download' : 'downloadVersion',
      key,
    );
    return this.signing.sign(target, {
      method: 'HEAD',
      expiresIn,
      minValidity,
      ...(versionId !== undefined && { query: { versionId } }),
    });
  }
}
