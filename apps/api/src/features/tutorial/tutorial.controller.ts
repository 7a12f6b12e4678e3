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

  /** Where the tenant has `tutorialRoutes` on; at the root only in a process that serves one tenant. */
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

  /** As above, and only where the tenant asks nothing of uploads: this answer has no place for headers that the client must send. */
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
