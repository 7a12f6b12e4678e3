import { Controller, HttpCode, Post } from '@nestjs/common';
import { ACTIONS } from '#tenant-file';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { BodyLimit } from '../../platform/http/body-limit.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidBody } from '../../platform/validation/valid-request.decorators.js';
import { ExplanationRequest } from './explanation.request.js';
import { ExplanationAnswer } from './explanation.response.js';
import { ExplanationsService } from './explanations.service.js';

/** Bytes: S3's answer repeats the canonical request three times over, once in hexadecimal, session token and all. */
const BODY_LIMIT = 64 * 1024;

@Controller('v1/tenants/:tenant/explanations')
export class ExplanationsController {
  constructor(private readonly explanations: ExplanationsService) {}

  /** Says why a signed URL fails. The explanation is more exact with S3's answer, and most exact while the service still holds the session that signed the URL. It is given only for the tenant's bucket and for keys that the caller may use. The body may have 64 KiB. */
  @Post()
  @HttpCode(200)
  @BodyLimit(BODY_LIMIT)
  @Requires(...ACTIONS)
  @Operation({
    id: 'explain',
    tag: 'Explanations',
    summary: 'Say why a URL fails',
    answer: ExplanationAnswer,
    examples: {
      'a URL that was cut': {
        url: 'https://team-a-files.s3.eu-west-1.amazonaws.com/hello.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256',
      },
      'what S3 answered': {
        url: 'https://team-a-files.s3.eu-west-1.amazonaws.com/hello.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256',
        method: 'GET',
        response: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
        at: '2026-11-24T12:00:00Z',
      },
    },
  })
  explain(@Access() access: TenantAccess, @ValidBody() request: ExplanationRequest): ExplanationAnswer {
    return this.explanations.explain(access, request) as ExplanationAnswer;
  }
}
