import { Injectable } from '@nestjs/common';
import type { TenantAccess } from '../callers/caller.js';
import { invalidRequest } from '../problems/api-error.js';
import type { Constraint, SigningAnswer } from '../signing/signing-answer.js';
import { SigningService } from '../signing/signing.service.js';
import type { Tenant } from '../tenants/tenant.js';
import { mediaTypeEssence } from '../validation/media-type.js';
import { contentDisposition } from './content-disposition.js';
import type { DownloadRequest } from './download.request.js';

/** Presigned GETs. What S3 answers is saved, not shown, unless the tenant says that the type is harmless. */
@Injectable()
export class DownloadsService {
  constructor(private readonly signing: SigningService) {}

  sign(access: TenantAccess, request: DownloadRequest): Promise<SigningAnswer> {
    const { key, versionId, expiresIn, minValidity } = request;
    const target = this.signing.authorize(
      access,
      versionId === undefined ? 'download' : 'downloadVersion',
      key,
    );
    const query = responseOverrides(request, access.tenant);
    return this.signing.sign(target, {
      method: 'GET',
      expiresIn,
      minValidity,
      query: versionId === undefined ? query : { ...query, versionId },
      constraints: constraintsOf(query),
    });
  }
}

/** S3 API Reference, GetObject, `response-…`: signed, so nobody can take the attachment away. */
function responseOverrides(request: DownloadRequest, tenant: Tenant): Record<string, string> {
  const { inline, contentType, filename, cacheControl, contentLanguage, contentEncoding } = request;
  if (inline) requireInlineType(contentType, tenant);
  return {
    'response-content-disposition': contentDisposition(inline ? 'inline' : 'attachment', filename),
    ...(contentType !== undefined && { 'response-content-type': contentType }),
    ...(cacheControl !== undefined && { 'response-cache-control': cacheControl }),
    ...(contentLanguage !== undefined && { 'response-content-language': contentLanguage }),
    ...(contentEncoding !== undefined && { 'response-content-encoding': contentEncoding }),
  };
}

/** The type must be signed too: the stored one may be anything. */
function requireInlineType(contentType: string | undefined, tenant: Tenant): void {
  if (contentType === undefined) {
    throw invalidRequest({
      pointer: '#/contentType',
      detail: 'Inline needs the contentType to serve. Give it, or leave inline out.',
    });
  }
  if (!tenant.inlineTypes.has(mediaTypeEssence(contentType))) {
    throw invalidRequest({
      pointer: '#/inline',
      detail: 'This type may not be shown inline for this tenant (limits.inlineTypes). Leave inline out.',
    });
  }
}

/** `response-content-type` is the constraint `responseContentType`. */
function constraintsOf(query: Record<string, string>): Constraint[] {
  return Object.entries(query).map(([parameter, value]) => ({
    name: parameter.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
    enforcedBy: 's3',
  }));
}
