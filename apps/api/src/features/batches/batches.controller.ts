import { Controller, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Admissions } from '../../limits/admissions.js';
import { BodyTurn } from '../../limits/body-turn.decorator.js';
import type { Budget } from '../../limits/budget.js';
import { CallerBudget } from '../../limits/caller-budget.decorator.js';
import type { NextTurn } from '../../platform/turns/long-work-queue.js';
import { reportBudget } from '../../limits/report-budget.js';
import { BodyLimit } from '../../platform/http/body-limit.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { Spans } from '../../platform/tracing/spans.js';
import { ValidBody } from '../../platform/validation/valid-request.decorators.js';
import { BatchRequest } from './batch.request.js';
import { BatchAnswer } from './batch.response.js';
import { BatchesService } from './batches.service.js';
import { RESULT } from './response-json.js';

/** The maximum size of the body in bytes, for 1,000 operations with long keys and metadata. */
const BODY_LIMIT = 8 * 1024 ** 2;
/** The maximum numbers of list items and of values in the body. An upload with all metadata and tags that S3 accepts has 87 members. */
const BODY_SHAPE = { items: 1000, values: 90_000 };

@Controller('v1/tenants/:tenant/batches')
export class BatchesController {
  constructor(
    private readonly batches: BatchesService,
    private readonly admissions: Admissions,
    private readonly spans: Spans,
  ) {}

  /**
   * Signs up to 1,000 operations. The service signs or refuses each operation independently, with the codes of its own
   * route, and `results` have the order of `operations`. Each operation counts as one request: the service refuses
   * those beyond the caller's rate limit with `rate_limited`. If more than 50 operations are not valid, the service
   * refuses the batch and signs nothing. The body may have 8 MiB and 90,000 values (members of objects and items of
   * lists).
   */
  @Post()
  @HttpCode(200)
  @Header('content-type', 'application/json; charset=utf-8')
  @BodyLimit(BODY_LIMIT, BODY_SHAPE)
  @Requires('download', 'upload', 'delete', 'downloadVersion', 'deleteVersion')
  @Operation({
    id: 'signBatch',
    tag: 'Signing',
    summary: 'Sign up to 1,000 URLs and forms',
    answer: BatchAnswer,
    problems: ['audit_unavailable'],
    examples: {
      'Download the thumbnails of a page': {
        operations: [
          { operation: 'download', key: 'thumbs/1.png' },
          { operation: 'download', key: 'thumbs/2.png', expiresIn: 600 },
        ],
      },
      'Sign operations of different kinds': {
        operations: [
          { operation: 'upload', key: 'hello.txt', contentType: 'text/plain', contentLength: 26 },
          { operation: 'upload-form', key: 'notes/hello.txt', contentType: 'text/plain' },
          { operation: 'head', key: 'hello.txt' },
          { operation: 'delete', key: 'old/hello.txt' },
        ],
      },
    },
  })
  async sign(
    @Access() access: TenantAccess,
    @CallerBudget() budget: Budget | undefined,
    @ValidBody() request: BatchRequest,
    @BodyTurn() nextTurn: NextTurn | undefined,
    @Req() asked: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    this.admissions.reserve(asked.raw, request.operations.length * RESULT);
    try {
      return await this.spans.within('sign batch', () =>
        this.batches.sign(access, request, budget, nextTurn),
      );
    } finally {
      if (budget) reportBudget(reply, budget);
    }
  }
}
