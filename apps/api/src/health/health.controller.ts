import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../callers/permission.decorator.js';
import { HealthService, type Health } from './health.service.js';

/** On the public port: the status alone. */
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get('live')
  @Public()
  live(@Res({ passthrough: true }) reply: FastifyReply): Pick<Health, 'status'> {
    return statusOf(this.health.live(), reply);
  }

  @Get('ready')
  @Public()
  ready(@Res({ passthrough: true }) reply: FastifyReply): Pick<Health, 'status'> {
    return statusOf(this.health.ready(), reply);
  }
}

function statusOf({ status }: Health, reply: FastifyReply): Pick<Health, 'status'> {
  void reply.code(status === 'up' ? 200 : 503);
  return { status };
}
