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

  /** Signs a form (a POST policy), for uploads whose size is not known in advance and for HTML forms. S3 accepts a range of sizes. With `keyPrefix` the client chooses the rest of the key, which can be a key that exists or one with `..` in it. */
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
      'a file of any size': { key: 'hello.txt', contentType: 'text/plain' },
      'up to a megabyte, with metadata': {
        key: 'notes/hello.txt',
        contentType: 'text/plain',
        contentLengthRange: { max: 1_048_576 },
        metadata: { origin: 'web' },
        successStatus: 204,
      },
      'any name in a folder': {
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
