import { Injectable } from '@nestjs/common';
import type { MaybePromise } from '#s3-presign';
import { isActive } from '#tenant-file';
import { mediaTypeEssence } from '#validation';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import type { Constraint } from '../../platform/audit/constraint.js';
import { invalidRequest } from '../../platform/problems/api-error.js';
import { shownChecksum } from '../../signing/shown-checksum.js';
import type { Prepared } from '../../signing/prepared.js';
import type { SigningAnswer } from '../../signing/signing.response.js';
import { SigningService } from '../../signing/signing.service.js';
import type { Limits } from '../../tenancy/grants/limits.js';
import { contentDisposition } from './content-disposition.js';
import type { DownloadRequest } from './download.request.js';

/**
 * Signs GET requests. Browsers save the object instead of displaying it, unless the tenant lists its media type as
 * harmless.
 */
@Injectable()
export class DownloadsService {
  constructor(private readonly signing: SigningService) {}

  sign(access: TenantAccess, request: DownloadRequest): Promise<SigningAnswer> {
    return this.signing.answer(this.prepare(access, request));
  }

  /**
   * Prepares a signed URL.
   *
   * @throws InvalidKeyError, PresignError, ApiError; the promise rejects with the same errors
   */
  prepare(access: TenantAccess, request: DownloadRequest): MaybePromise<Prepared<SigningAnswer>> {
    const { key, versionId, expiresIn, minValidity } = request;
    const target = this.signing.authorize(
      access,
      versionId === undefined ? 'download' : 'downloadVersion',
      key,
    );
    const { query, constraints, limits } = responseOverrides(request, target.limits);
    return this.signing.prepare(target, {
      method: 'GET',
      expiresIn,
      minValidity,
      limits,
      query: versionId === undefined ? query : { ...query, versionId },
      ...shownChecksum(request, constraints),
    });
  }
}

/**
 * Returns the signed `response-…` parameters (S3 API Reference, GetObject). Because they are signed, a client can't
 * remove the attachment disposition.
 *
 * @param all the limits of the grants that allow the download
 */
function responseOverrides(request: DownloadRequest, all: readonly Limits[]): Overrides {
  const { inline, contentType, filename, cacheControl, contentLanguage, contentEncoding } = request;
  if (!(inline || contentType || filename || cacheControl || contentLanguage || contentEncoding)) {
    return { ...SAVED, limits: all };
  }
  const limits = inline ? requireInlineType(contentType, all) : all;
  const overrides: Overrides = { query: {}, constraints: [], limits };
  const add = (header: string, name: string, value: string | undefined): void => {
    if (value === undefined) return;
    overrides.query[`response-${header}`] = value;
    overrides.constraints.push({ name, value, enforcedBy: 's3' });
  };
  const disposition = contentDisposition(inline ? 'inline' : 'attachment', filename);
  add('content-disposition', 'responseContentDisposition', disposition);
  add('content-type', 'responseContentType', contentType);
  add('cache-control', 'responseCacheControl', cacheControl);
  add('content-language', 'responseContentLanguage', contentLanguage);
  add('content-encoding', 'responseContentEncoding', contentEncoding);
  return overrides;
}

/** The overrides of a request without overrides, as most requests are: browsers save the object as an attachment. */
const SAVED: Omit<Overrides, 'limits'> = {
  query: { 'response-content-disposition': 'attachment' },
  constraints: [{ name: 'responseContentDisposition', value: 'attachment', enforcedBy: 's3' }],
};

/** The parameters to sign, the constraints that they cause, and the limits that allow them. */
interface Overrides {
  readonly query: Record<string, string>;
  readonly constraints: Constraint[];
  readonly limits: readonly Limits[];
}

/** Verifies the media type of an inline download. The type must be signed, because the stored type may be any type. */
function requireInlineType(contentType: string | undefined, limits: readonly Limits[]): readonly Limits[] {
  if (contentType === undefined) {
    throw invalidRequest({
      pointer: '#/contentType',
      detail: 'Inline needs the contentType to serve. Give it, or leave inline out.',
    });
  }
  const essence = mediaTypeEssence(contentType);
  const allowing = limits.filter(({ inlineTypes }) => inlineTypes.includes(essence));
  if (allowing.length > 0 && !isActive(essence)) return allowing;
  throw invalidRequest({
    pointer: '#/inline',
    detail: 'Objects with this key may not be shown inline with this type (inlineTypes). Leave inline out.',
  });
}
