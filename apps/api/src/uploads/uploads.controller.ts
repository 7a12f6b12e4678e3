import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Access } from '../callers/access.decorator.js';
import type { TenantAccess } from '../callers/caller.js';
import { Requires } from '../callers/permission.decorator.js';
import type { SigningAnswer } from '../signing/signing-answer.js';
import { UploadRequest } from './upload.request.js';
import { UploadsService } from './uploads.service.js';

@Controller('v1/tenants/:tenant/uploads')
export class UploadsController {
  constructor(private readonly uploads: UploadsService) {}

  @Post()
  @HttpCode(200)
  @Requires('upload')
  sign(@Access() access: TenantAccess, @Body() request: UploadRequest): Promise<SigningAnswer> {
    return this.uploads.sign(access, request);
  }
}
