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

/** Under the tenant, and at the root for a process that serves one tenant. */
@Controller(['v1/tenants/:tenant', '/'])
export class TutorialController {
  constructor(private readonly tutorial: TutorialService) {}

  /** Signs a download as the tutorial did. It is available if the tenant has `tutorialRoutes`, and at the root if the process serves one tenant. */
  @Get('signed-url-get')
  @Requires('download')
  @Operation({
    id: ['tutorialGet', 'tutorialGetAtRoot'],
    tag: 'Tutorial',
    summary: 'A URL to download from',
    answer: TutorialAnswer,
    problems: [...SIGNING_PROBLEMS, 'not_found'],
    examples: { 'a file': { key: 'hello.txt' } },
  })
  signedUrlGet(
    @Access() access: TenantAccess,
    @ValidQuery() { key }: TutorialRequest,
  ): Promise<TutorialAnswer> {
    return this.tutorial.signedUrlGet(access, key);
  }

  /** Signs an upload as the tutorial did. It is available only if the tenant does not limit uploads, because this answer can't carry headers that the client must send. */
  @Get('signed-url-put')
  @Requires('upload')
  @Operation({
    id: ['tutorialPut', 'tutorialPutAtRoot'],
    tag: 'Tutorial',
    summary: 'A URL to upload to',
    answer: TutorialAnswer,
    problems: [...SIGNING_PROBLEMS, 'not_found', 'tutorial_route_unavailable'],
    examples: { 'a file': { key: 'hello.txt' } },
  })
  signedUrlPut(
    @Access() access: TenantAccess,
    @ValidQuery() { key }: TutorialRequest,
  ): Promise<TutorialAnswer> {
    return this.tutorial.signedUrlPut(access, key);
  }
}
