import { Injectable } from '@nestjs/common';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { ApiError, notFound } from '../../platform/problems/api-error.js';
import { SigningService } from '../../signing/signing.service.js';
import type { Tenant } from '../../tenancy/tenants/tenant.js';
import { DownloadsService } from '../downloads/downloads.service.js';
import type { TutorialAnswer } from './tutorial.response.js';

/** The tutorial's two routes, for whoever has clients of it. They carry a URL and nothing else. */
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

  /** Only where the tenant asks nothing of uploads: the answer has no place for headers that the client must send. */
  async signedUrlPut(access: TenantAccess, key: string): Promise<TutorialAnswer> {
    requireTutorialRoutes(access.tenant);
    const target = this.signing.authorize(access, 'upload', key);
    if (limitsUploads(access.tenant)) throw tutorialRouteUnavailable();
    return answerOf(await this.signing.sign(target, { method: 'PUT' }));
  }
}

function requireTutorialRoutes({ entry }: Tenant): void {
  if (!entry.tutorialRoutes) throw notFound();
}

export const tutorialRouteUnavailable = (): ApiError =>
  new ApiError(
    'tutorial_route_unavailable',
    'This tenant limits uploads, and this answer can’t carry the headers that hold a client to it. Use POST /uploads.',
  );

const limitsUploads = ({ entry: { limits, encryption } }: Tenant): boolean =>
  limits?.maxUploadBytes !== undefined || limits?.contentTypes !== undefined || encryption !== undefined;

const answerOf = ({ url }: { url: string }): TutorialAnswer => ({
  statusCode: 200,
  body: JSON.stringify({ url }),
});
