import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../../access/authorization/permission.decorator.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { HealthAnswer } from './health.response.js';
import { HealthService, type Health } from './health.service.js';

/** The health of the process on the public port: the status alone. */
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** Answers that the process runs. It does not depend on AWS, because a restart would not fix a fault there. */
  @Get('live')
  @Public()
  @Operation({
    id: 'live',
    tag: 'Health',
    summary: 'Does the process live?',
    answer: HealthAnswer,
    also: [503],
  })
  live(@Res({ passthrough: true }) reply: FastifyReply): HealthAnswer {
    return statusOf(this.health.live(), reply);
  }

  /** Answers whether the process can serve. It is `down` while the process stops, and while the audit log can't be written. */
  @Get('ready')
  @Public()
  @Operation({
    id: 'ready',
    tag: 'Health',
    summary: 'Can the process serve?',
    answer: HealthAnswer,
    also: [503],
  })
  ready(@Res({ passthrough: true }) reply: FastifyReply): HealthAnswer {
    return statusOf(this.health.ready(), reply);
  }
}

function statusOf({ status }: Health, reply: FastifyReply): HealthAnswer {
  void reply.code(status === 'up' ? 200 : 503);
  return { status };
}
