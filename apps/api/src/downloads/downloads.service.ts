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
    const { key, expiresIn, minValidity } = request;
    const target = this.signing.authorize(access, 'download', key);
    const query = responseOverrides(request, access.tenant);
    return this.signing.sign(target, {
      method: 'GET',
      expiresIn,
      minValidity,
      query,
      constraints: constraintsOf(query),
    });
  }
}

/** S3 API Reference, GetObject, `response-…`: signed, so nobody can take the attachment away. */
function responseOverrides({ inline, contentType, filename }: DownloadRequest, tenant: Tenant) {
  if (inline) requireInlineType(contentType, tenant);
  const disposition = contentDisposition(inline ? 'inline' : 'attachment', filename);
  return {
    'response-content-disposition': disposition,
    ...(contentType !== undefined && { 'response-content-type': contentType }),
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

function constraintsOf(query: Record<string, string>): Constraint[] {
  return [
    { name: 'responseContentDisposition', value: query['response-content-disposition'], enforcedBy: 's3' },
    ...(query['response-content-type'] === undefined
      ? []
      : [{ name: 'responseContentType', value: query['response-content-type'], enforcedBy: 's3' } as const]),
  ];
}
