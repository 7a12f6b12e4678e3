import { Controller, HttpCode, Post } from '@nestjs/common';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidBody } from '../../platform/validation/valid-request.decorators.js';
import { STORAGE_PROBLEMS } from '../../storage/storage-problems.js';
import { ObjectCopyRequest } from './object-copy.request.js';
import { ObjectCopyAnswer } from './object-copy.response.js';
import { ObjectCopiesService } from './object-copies.service.js';

@Controller('v1/tenants/:tenant/objects/copies')
export class ObjectCopiesController {
  constructor(private readonly copies: ObjectCopiesService) {}

  /**
   * Copies an object of up to 5 GiB within the tenant's bucket. The caller needs a grant of `download` for the source,
   * or of `downloadVersion` if the request has a `versionId`. The size and the content type of the copy must be within
   * the limits of a grant of `upload` for the target. The copy has the source's header fields. It also has the source's
   * content type and metadata, unless the request sets others. It has no tags, and it is encrypted like the tenant's
   * uploads.
   */
  @Post()
  @HttpCode(200)
  @Requires('upload')
  @Operation({
    id: 'copyObject',
    tag: 'Objects',
    summary: 'Copy an object',
    answer: ObjectCopyAnswer,
    problems: [
      ...STORAGE_PROBLEMS,
      'invalid_key',
      'object_not_found',
      'object_changed',
      'object_too_large',
      'object_type_not_allowed',
      'audit_unavailable',
    ],
    examples: { 'Copy a file': { from: { key: 'hello.txt' }, to: { key: 'notes/hello.txt' } } },
  })
  copy(@Access() access: TenantAccess, @ValidBody() request: ObjectCopyRequest): Promise<ObjectCopyAnswer> {
    return this.copies.copy(access, request);
  }
}
