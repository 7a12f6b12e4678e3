import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Access } from '../callers/access.decorator.js';
import type { TenantAccess } from '../callers/caller.js';
import { Requires } from '../callers/permission.decorator.js';
import type { SigningAnswer } from '../signing/signing-answer.js';
import { DownloadRequest } from './download.request.js';
import { DownloadsService } from './downloads.service.js';

@Controller('v1/tenants/:tenant/downloads')
export class DownloadsController {
  constructor(private readonly downloads: DownloadsService) {}

  @Post()
  @HttpCode(200)
  @Requires('download', 'downloadVersion')
  sign(@Access() access: TenantAccess, @Body() request: DownloadRequest): Promise<SigningAnswer> {
    return this.downloads.sign(access, request);
  }
}
