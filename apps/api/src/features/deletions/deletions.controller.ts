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

  /**
   * Signs a URL that deletes an object with DELETE. In a versioned bucket, the URL adds a delete marker. With
   * `versionId`, it deletes this version permanently.
   */
  @Post()
  @HttpCode(200)
  @Requires('delete', 'deleteVersion')
  @Operation({
    id: 'signDeletion',
    tag: 'Signing',
    summary: 'Sign a deletion URL (DELETE)',
    answer: SigningAnswer,
    problems: SIGNING_PROBLEMS,
    examples: { 'Delete a file': { key: 'hello.txt' } },
  })
  sign(@Access() access: TenantAccess, @ValidBody() request: VersionedRequest): Promise<SigningAnswer> {
    return this.deletions.sign(access, request);
  }
}
