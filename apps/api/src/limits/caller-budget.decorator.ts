import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Budget } from './budget.js';

/** What the request was let in by, for routes that cost more than one. `undefined` where there is no limit. */
export const CallerBudget = createParamDecorator(
  (_: unknown, context: ExecutionContext): Budget | undefined =>
    context.getArgByIndex<FastifyRequest>(0).budget,
);
