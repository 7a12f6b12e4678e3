import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { publicUrlFor } from '../../platform/http/public-url.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ENVIRONMENT, type Environment } from '../../platform/process/environment.js';
import { ValidBody } from '../../platform/validation/valid-request.decorators.js';
import { UploadSessionRequest } from './upload-session.request.js';
import { UploadSessionAnswer } from './upload-session.response.js';
import { UploadSessionsService } from './upload-sessions.service.js';

@Controller('v1/tenants/:tenant/upload-sessions')
export class UploadSessionsController {
  constructor(
    private readonly sessions: UploadSessionsService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /**
   * Begins an upload session. Give its `companionEndpoint` to a page that uses an unmodified `@uppy/aws-s3`. The holder
   * may upload to one folder or key for a limited time, and nothing else. You can't revoke a single session.
   */
  @Post()
  @Requires('upload')
  @Operation({
    id: 'createUploadSession',
    tag: 'Uppy',
    summary: 'Begin an upload session',
    answer: UploadSessionAnswer,
    problems: ['invalid_key', 'sealing_unavailable', 'audit_unavailable'],
    examples: {
      'Accept pictures in a folder': {
        keyPrefix: 'inbox/',
        contentTypes: ['image/png', 'image/jpeg'],
        maxFileSize: 104_857_600,
      },
      'Accept new versions of one object': {
        key: 'avatar.png',
        overwrite: true,
        contentTypes: ['image/png'],
      },
    },
  })
  async begin(
    @Access() access: TenantAccess,
    @ValidBody() request: UploadSessionRequest,
    @Req() asked: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadSessionAnswer> {
    const publicUrl = publicUrlFor(asked, this.environment.publicUrl);
    const { answer, capability } = await this.sessions.begin(access, request, publicUrl);
    void reply.header('location', `/v1/uppy/${capability}`);
    return answer;
  }
}
