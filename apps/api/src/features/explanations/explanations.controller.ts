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

/**
 * The maximum size of the body in bytes. S3's answer contains the canonical request with its session token three times,
 * once in hexadecimal.
 */
const BODY_LIMIT = 64 * 1024;

@Controller('v1/tenants/:tenant/explanations')
export class ExplanationsController {
  constructor(private readonly explanations: ExplanationsService) {}

  /**
   * Says why a signed URL fails. Send S3's error answer too, because the explanation is then more precise. It is most
   * precise while the service still holds the session that signed the URL. The service refuses a URL whose key no grant
   * of the caller allows. The body may have 64 KiB.
   */
  @Post()
  @HttpCode(200)
  @BodyLimit(BODY_LIMIT)
  @Requires(...ACTIONS)
  @Operation({
    id: 'explain',
    tag: 'Explanations',
    summary: 'Explain why a signed URL fails',
    answer: ExplanationAnswer,
    examples: {
      'Explain a URL that was cut off': {
        url: 'https://team-a-files.s3.eu-west-1.amazonaws.com/hello.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256',
      },
      'Explain a URL with the answer of S3': {
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
