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

  /** Copies an object of up to 5 GiB within the tenant’s bucket. The source needs a grant of `download`, the target one of `upload`, whose limits apply to the size and the type of the copy. The copy has the source’s type, metadata and header fields unless the request changes them. It has no tags of the source, and the encryption of uploads. */
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
    examples: { 'a file': { from: { key: 'hello.txt' }, to: { key: 'notes/hello.txt' } } },
  })
  copy(@Access() access: TenantAccess, @ValidBody() request: ObjectCopyRequest): Promise<ObjectCopyAnswer> {
    return this.copies.copy(access, request);
  }
}
