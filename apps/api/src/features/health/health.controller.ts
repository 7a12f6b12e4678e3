import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../../access/authorization/permission.decorator.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { HealthAnswer } from './health.response.js';
import { HealthService, type Health } from './health.service.js';

/** Serves the health of the process on the public port, without the reasons. */
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /**
   * Returns `up` while the process runs. The answer does not depend on AWS, because a restart would not fix a fault
   * there.
   */
  @Get('live')
  @Public()
  @Operation({
    id: 'live',
    tag: 'Health',
    summary: 'Check that the process runs',
    answer: HealthAnswer,
    also: [503],
  })
  live(@Res({ passthrough: true }) reply: FastifyReply): HealthAnswer {
    return statusOf(this.health.live(), reply);
  }

  /**
   * Returns whether the process can serve requests. The status is `down`, for example, while the process stops and
   * while the audit log can't be written.
   */
  @Get('ready')
  @Public()
  @Operation({
    id: 'ready',
    tag: 'Health',
    summary: 'Check that the process can serve requests',
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
