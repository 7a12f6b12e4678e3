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

  /** Signs a HEAD, which answers the size, type, ETag and metadata of an object. The caller needs a grant of `download`. */
  @Post()
  @HttpCode(200)
  @Requires('download', 'downloadVersion')
  @Operation({
    id: 'signHead',
    tag: 'Signing',
    summary: 'Sign a look at an object (HEAD)',
    answer: SigningAnswer,
    problems: SIGNING_PROBLEMS,
    examples: { 'a file': { key: 'hello.txt' } },
  })
  sign(@Access() access: TenantAccess, @ValidBody() request: ReadRequest): Promise<SigningAnswer> {
    return this.heads.sign(access, request);
  }
}
