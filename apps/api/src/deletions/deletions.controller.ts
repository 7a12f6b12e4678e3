import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Access } from '../callers/access.decorator.js';
import type { TenantAccess } from '../callers/caller.js';
import { Requires } from '../callers/permission.decorator.js';
import type { SigningAnswer } from '../signing/signing-answer.js';
import { VersionedRequest } from '../signing/signing.request.js';
import { DeletionsService } from './deletions.service.js';

@Controller('v1/tenants/:tenant/deletions')
export class DeletionsController {
  constructor(private readonly deletions: DeletionsService) {}

  @Post()
  @HttpCode(200)
  @Requires('delete', 'deleteVersion')
  sign(@Access() access: TenantAccess, @Body() request: VersionedRequest): Promise<SigningAnswer> {
    return this.deletions.sign(access, request);
  }
}
