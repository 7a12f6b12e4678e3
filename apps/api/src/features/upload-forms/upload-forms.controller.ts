import { Controller, HttpCode, Post } from '@nestjs/common';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidBody } from '../../platform/validation/valid-request.decorators.js';
import { FormAnswer } from '../../signing/form.response.js';
import { SIGNING_PROBLEMS } from '../../signing/signing-problems.js';
import { UploadFormRequest } from './upload-form.request.js';
import { UploadFormsService } from './upload-forms.service.js';

@Controller('v1/tenants/:tenant/upload-forms')
export class UploadFormsController {
  constructor(private readonly forms: UploadFormsService) {}

  /**
   * Signs a form (an S3 POST policy). Use it for HTML forms and for files whose size you do not know in advance,
   * because S3 accepts a range of sizes. With `keyPrefix` the client chooses the rest of the key. The client may choose
   * the key of an object that exists, or a key with `..` in it.
   */
  @Post()
  @HttpCode(200)
  @Requires('upload')
  @Operation({
    id: 'signUploadForm',
    tag: 'Signing',
    summary: 'Sign an upload form (POST)',
    answer: FormAnswer,
    problems: SIGNING_PROBLEMS,
    examples: {
      'Upload a file of any size': { key: 'hello.txt', contentType: 'text/plain' },
      'Upload a file of up to 1 MiB with metadata': {
        key: 'notes/hello.txt',
        contentType: 'text/plain',
        contentLengthRange: { max: 1_048_576 },
        metadata: { origin: 'web' },
        successStatus: 204,
      },
      'Upload a file of any name to a folder': {
        keyPrefix: 'inbox/',
        contentType: 'text/plain',
        contentLengthRange: { max: 1_048_576 },
      },
    },
  })
  sign(@Access() access: TenantAccess, @ValidBody() request: UploadFormRequest): Promise<FormAnswer> {
    return this.forms.sign(access, request);
  }
}
