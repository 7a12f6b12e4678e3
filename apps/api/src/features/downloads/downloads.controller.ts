import { Controller, HttpCode, Post } from '@nestjs/common';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidBody } from '../../platform/validation/valid-request.decorators.js';
import { SIGNING_PROBLEMS } from '../../signing/signing-problems.js';
import { SigningAnswer } from '../../signing/signing.response.js';
import { DownloadRequest } from './download.request.js';
import { DownloadsService } from './downloads.service.js';

@Controller('v1/tenants/:tenant/downloads')
export class DownloadsController {
  constructor(private readonly downloads: DownloadsService) {}

  /**
   * Signs a URL that downloads an object with GET. Browsers save the object (`Content-Disposition: attachment`) unless
   * the request has `inline` and the tenant allows it for the content type. The API does not check whether the object
   * exists.
   */
  @Post()
  @HttpCode(200)
  @Requires('download', 'downloadVersion')
  @Operation({
    id: 'signDownload',
    tag: 'Signing',
    summary: 'Sign a download URL (GET)',
    answer: SigningAnswer,
    problems: SIGNING_PROBLEMS,
    examples: {
      'Download a file': { key: 'hello.txt' },
      'Save a file under another name': {
        key: 'hello.txt',
        expiresIn: 600,
        filename: 'Grüße.txt',
      },
      'Get a URL that is valid for at least a minute': { key: 'hello.txt', minValidity: 60 },
    },
  })
  sign(@Access() access: TenantAccess, @ValidBody() request: DownloadRequest): Promise<SigningAnswer> {
    return this.downloads.sign(access, request);
  }
}
