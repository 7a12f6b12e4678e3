import { Controller, HttpCode, Post } from '@nestjs/common';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidBody } from '../../platform/validation/valid-request.decorators.js';
import { SIGNING_PROBLEMS } from '../../signing/signing-problems.js';
import { ReadRequest } from '../../signing/signing.request.js';
import { SigningAnswer } from '../../signing/signing.response.js';
import { HeadsService } from './heads.service.js';

@Controller('v1/tenants/:tenant/heads')
export class HeadsController {
  constructor(private readonly heads: HeadsService) {}

  /** Signs a URL for a HEAD request. S3 answers it with the size, content type, ETag and metadata of the object. */
  @Post()
  @HttpCode(200)
  @Requires('download', 'downloadVersion')
  @Operation({
    id: 'signHead',
    tag: 'Signing',
    summary: 'Sign a URL that reads an object’s metadata (HEAD)',
    answer: SigningAnswer,
    problems: SIGNING_PROBLEMS,
    examples: { 'Read the metadata of a file': { key: 'hello.txt' } },
  })
  sign(@Access() access: TenantAccess, @ValidBody() request: ReadRequest): Promise<SigningAnswer> {
    return this.heads.sign(access, request);
  }
}
