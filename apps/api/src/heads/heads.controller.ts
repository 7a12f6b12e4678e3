import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Access } from '../callers/access.decorator.js';
import type { TenantAccess } from '../callers/caller.js';
import { Requires } from '../callers/permission.decorator.js';
import type { SigningAnswer } from '../signing/signing-answer.js';
import { VersionedRequest } from '../signing/signing.request.js';
import { HeadsService } from './heads.service.js';

@Controller('v1/tenants/:tenant/heads')
export class HeadsController {
  constructor(private readonly heads: HeadsService) {}

  @Post()
  @HttpCode(200)
  @Requires('download', 'downloadVersion')
  sign(@Access() access: TenantAccess, @Body() request: VersionedRequest): Promise<SigningAnswer> {
    return this.heads.sign(access, request);
  }
}
