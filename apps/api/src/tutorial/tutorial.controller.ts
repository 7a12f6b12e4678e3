import { Controller, Get, Query } from '@nestjs/common';
import { Access } from '../callers/access.decorator.js';
import type { TenantAccess } from '../callers/caller.js';
import { Requires } from '../callers/permission.decorator.js';
import { TutorialRequest } from './tutorial.request.js';
import type { TutorialAnswer } from './tutorial.answer.js';
import { TutorialService } from './tutorial.service.js';

/** Under the tenant, and at the root for a process that serves one tenant. */
@Controller(['v1/tenants/:tenant', '/'])
export class TutorialController {
  constructor(private readonly tutorial: TutorialService) {}

  @Get('signed-url-get')
  @Requires('download')
  signedUrlGet(@Access() access: TenantAccess, @Query() { key }: TutorialRequest): Promise<TutorialAnswer> {
    return this.tutorial.signedUrlGet(access, key);
  }

  @Get('signed-url-put')
  @Requires('upload')
  signedUrlPut(@Access() access: TenantAccess, @Query() { key }: TutorialRequest): Promise<TutorialAnswer> {
    return this.tutorial.signedUrlPut(access, key);
  }
}
