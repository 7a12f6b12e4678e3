import { Controller, HttpCode, Post } from '@nestjs/common';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidBody } from '../../platform/validation/valid-request.decorators.js';
import { CorsCheckRequest } from './cors-check.request.js';
import { CorsCheckAnswer } from './cors-check.response.js';
import { CorsChecksService } from './cors-checks.service.js';

@Controller('v1/tenants/:tenant/cors-checks')
export class CorsChecksController {
  constructor(private readonly checks: CorsChecksService) {}

  /**
   * Checks whether the bucket's CORS rules let a page use a signed URL. The service sends the preflight of a browser to
   * the tenant's own bucket. If the rules do not allow the request, the answer names the part that is missing. Each pod
   * allows a subject one check a second.
   */
  @Post()
  @HttpCode(200)
  @Requires('download', 'upload', 'delete')
  @Operation({
    id: 'checkCors',
    tag: 'Explanations',
    summary: 'Check whether a page may use a signed URL',
    answer: CorsCheckAnswer,
    problems: ['invalid_key', 'storage_unavailable'],
    examples: {
      'Check an upload from a page': {
        operation: 'upload',
        key: 'inbox/photo.png',
        origin: 'https://app.example',
        headers: ['content-type'],
      },
    },
  })
  check(@Access() access: TenantAccess, @ValidBody() request: CorsCheckRequest): Promise<CorsCheckAnswer> {
    return this.checks.check(access, request);
  }
}
