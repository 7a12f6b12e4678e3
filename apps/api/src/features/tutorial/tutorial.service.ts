import { Injectable } from '@nestjs/common';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { ApiError, notFound } from '../../platform/problems/api-error.js';
import { SigningService } from '../../signing/signing.service.js';
import type { Target } from '../../signing/target.js';
import type { Limits } from '../../tenancy/grants/limits.js';
import type { Tenant } from '../../tenancy/tenants/tenant.js';
import { DownloadsService } from '../downloads/downloads.service.js';
import type { TutorialAnswer } from './tutorial.response.js';

/** Answers the tutorial's two routes, for clients that were written for them. An answer consists of a URL only. */
@Injectable()
export class TutorialService {
  constructor(
    private readonly downloads: DownloadsService,
    private readonly signing: SigningService,
  ) {}

  async signedUrlGet(access: TenantAccess, key: string): Promise<TutorialAnswer> {
    requireTutorialRoutes(access.tenant);
    return answerOf(await this.downloads.sign(access, { key }));
  }

  /**
   * Signs an upload to a key without limits. With limits, the client would have to send header fields, for which the
   * answer has no member.
   */
  async signedUrlPut(access: TenantAccess, key: string): Promise<TutorialAnswer> {
    requireTutorialRoutes(access.tenant);
    const target = this.signing.authorize(access, 'upload', key);
    const limits = unlimited(target);
    if (limits.length === 0) throw tutorialRouteUnavailable();
    return answerOf(await this.signing.sign(target, { method: 'PUT', limits }));
  }
}

function requireTutorialRoutes({ entry }: Tenant): void {
  if (!entry.tutorialRoutes) throw notFound();
}

export const tutorialRouteUnavailable = (): ApiError =>
  new ApiError(
    'tutorial_route_unavailable',
    'Uploads to this key are limited, and this route can’t return the headers that enforce the limits. Use POST /uploads.',
  );

/** Returns the limits of the grants that allow the upload and set no limit on it. */
const unlimited = ({ access, limits }: Target): readonly Limits[] =>
  access.tenant.entry.encryption
    ? []
    : limits.filter((each) => each.maxUploadBytes === undefined && each.contentTypes === undefined);

const answerOf = ({ url }: { url: string }): TutorialAnswer => ({
  statusCode: 200,
  body: JSON.stringify({ url }),
});
