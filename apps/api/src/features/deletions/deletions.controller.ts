import { Controller, HttpCode, Post } from '@nestjs/common';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidBody } from '../../platform/validation/valid-request.decorators.js';
import { SIGNING_PROBLEMS } from '../../signing/signing-problems.js';
import { VersionedRequest } from '../../signing/signing.request.js';
import { SigningAnswer } from '../../signing/signing.response.js';
import { DeletionsService } from './deletions.service.js';

@Controller('v1/tenants/:tenant/deletions')
export class DeletionsController {
  constructor(private readonly deletions: DeletionsService) {}

  /** Signs a DELETE. In a versioned bucket the URL adds a delete marker. To delete a version for good, the caller needs a grant of `deleteVersion`. */
  @Post()
  @HttpCode(200)
  @Requires('delete', 'deleteVersion')
  @Operation({
    id: 'signDeletion',
    tag: 'Signing',
    summary: 'Sign a deletion (DELETE)',
    answer: SigningAnswer,
    problems: SIGNING_PROBLEMS,
    examples: { 'a file': { key: 'hello.txt' } },
  })
  sign(@Access() access: TenantAccess, @ValidBody() request: VersionedRequest): Promise<SigningAnswer> {
    return this.deletions.sign(access, request);
  }
}
