import { Controller, Get } from '@nestjs/common';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidQuery } from '../../platform/validation/valid-request.decorators.js';
import { SIGNING_PROBLEMS } from '../../signing/signing-problems.js';
import { TutorialRequest } from './tutorial.request.js';
import { TutorialAnswer } from './tutorial.response.js';
import { TutorialService } from './tutorial.service.js';

/** Serves the routes under the tenant, and at the root of a process that serves one tenant. */
@Controller(['v1/tenants/:tenant', '/'])
export class TutorialController {
  constructor(private readonly tutorial: TutorialService) {}

  /**
   * Signs a download URL, and answers in the format of the tutorial. The route exists only for a tenant with
   * `tutorialRoutes`. At the root, it exists only if the process serves one tenant.
   */
  @Get('signed-url-get')
  @Requires('download')
  @Operation({
    id: ['tutorialGet', 'tutorialGetAtRoot'],
    tag: 'Tutorial',
    summary: 'Sign a download URL for the tutorial',
    answer: TutorialAnswer,
    problems: [...SIGNING_PROBLEMS, 'not_found'],
    examples: { 'Download a file': { key: 'hello.txt' } },
  })
  signedUrlGet(
    @Access() access: TenantAccess,
    @ValidQuery() { key }: TutorialRequest,
  ): Promise<TutorialAnswer> {
    return this.tutorial.signedUrlGet(access, key);
  }

  /**
   * Signs an upload URL, and answers in the format of the tutorial. The route exists only for a tenant with
   * `tutorialRoutes`. At the root, it exists only if the process serves one tenant. It refuses with 409
   * (`tutorial_route_unavailable`) if uploads to the key are limited or the tenant sets their encryption, because this
   * format can't carry the headers that the client must send.
   */
  @Get('signed-url-put')
  @Requires('upload')
  @Operation({
    id: ['tutorialPut', 'tutorialPutAtRoot'],
    tag: 'Tutorial',
    summary: 'Sign an upload URL for the tutorial',
    answer: TutorialAnswer,
    problems: [...SIGNING_PROBLEMS, 'not_found', 'tutorial_route_unavailable'],
    examples: { 'Upload a file': { key: 'hello.txt' } },
  })
  signedUrlPut(
    @Access() access: TenantAccess,
    @ValidQuery() { key }: TutorialRequest,
  ): Promise<TutorialAnswer> {
    return this.tutorial.signedUrlPut(access, key);
  }
}
