import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Admissions } from '../../limits/admissions.js';
import type { Budget } from '../../limits/budget.js';
import { CallerBudget } from '../../limits/caller-budget.decorator.js';
import { reportBudget } from '../../limits/report-budget.js';
import { BodyLimit } from '../../platform/http/body-limit.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidBody } from '../../platform/validation/valid-request.decorators.js';
import { STORAGE_PROBLEMS } from '../../storage/storage-problems.js';
import { MAX_DELETIONS, ObjectDeletionsRequest } from './object-deletions.request.js';
import { ObjectDeletionsAnswer } from './object-deletions.response.js';
import { ObjectDeletionsService } from './object-deletions.service.js';

/** The maximum size of the body in bytes, for 1,000 of the longest keys and version ids. */
const BODY_LIMIT = 4 * 1024 ** 2;
const BODY_SHAPE = { items: MAX_DELETIONS, values: 4000 };
/**
 * The bytes that an object takes: in the call to S3 and in its answer, in two audit events, and in this service's
 * answer.
 */
const OBJECT = 4096;

@Controller('v1/tenants/:tenant/objects/deletions')
export class ObjectDeletionsController {
  constructor(
    private readonly deletions: ObjectDeletionsService,
    private readonly admissions: Admissions,
  ) {}

  /**
   * Deletes up to 1,000 objects. The service deletes or refuses each object independently, and `results` have the order
   * of `objects`. In a versioned bucket, S3 adds a delete marker. With `versionId`, S3 deletes this version
   * permanently. Each object counts as one request: the service refuses those beyond the caller's rate limit with
   * `rate_limited`. You can send the request again safely.
   */
  @Post()
  @HttpCode(200)
  @BodyLimit(BODY_LIMIT, BODY_SHAPE)
  @Requires('delete', 'deleteVersion')
  @Operation({
    id: 'deleteObjects',
    tag: 'Objects',
    summary: 'Delete up to 1,000 objects',
    answer: ObjectDeletionsAnswer,
    problems: [...STORAGE_PROBLEMS, 'audit_unavailable'],
    examples: { 'Delete two files': { objects: [{ key: 'old/hello.txt' }, { key: 'old/notes.txt' }] } },
  })
  async delete(
    @Access() access: TenantAccess,
    @CallerBudget() budget: Budget | undefined,
    @ValidBody() request: ObjectDeletionsRequest,
    @Req() asked: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ObjectDeletionsAnswer> {
    this.admissions.reserve(asked.raw, request.objects.length * OBJECT);
    try {
      return await this.deletions.delete(access, request, budget);
    } finally {
      if (budget) reportBudget(reply, budget);
    }
  }
}
