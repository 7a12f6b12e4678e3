import { Controller, HttpCode, Post } from '@nestjs/common';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidBody } from '../../platform/validation/valid-request.decorators.js';
import { SIGNING_PROBLEMS } from '../../signing/signing-problems.js';
import { UploadRequest } from './upload.request.js';
import { UploadAnswer } from './upload.response.js';
import { UploadsService } from './uploads.service.js';

@Controller('v1/tenants/:tenant/uploads')
export class UploadsController {
  constructor(private readonly uploads: UploadsService) {}

  /**
   * Signs a URL that uploads an object with PUT. Send exactly the `headers` of the answer. Every constraint is signed,
   * so that S3 refuses a request that differs.
   */
  @Post()
  @HttpCode(200)
  @Requires('upload')
  @Operation({
    id: 'signUpload',
    tag: 'Signing',
    summary: 'Sign an upload URL (PUT)',
    answer: UploadAnswer,
    problems: [...SIGNING_PROBLEMS, 'content_length_required', 'sealing_unavailable'],
    links: {
      confirmUpload: { description: 'Send the `receipt` of this answer as `receipt` in the body.' },
    },
    examples: {
      'Upload a file': { key: 'hello.txt', contentType: 'text/plain', contentLength: 26 },
      'Upload exactly these bytes to a key without an object': {
        key: 'notes/hello.txt',
        contentType: 'text/plain',
        contentLength: 5,
        checksum: { algorithm: 'SHA256', value: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=' },
        metadata: { origin: 'web' },
        ifNoneMatch: '*',
      },
    },
  })
  sign(@Access() access: TenantAccess, @ValidBody() request: UploadRequest): Promise<UploadAnswer> {
    return this.uploads.sign(access, request);
  }
}
