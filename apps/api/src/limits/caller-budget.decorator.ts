import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Budget } from './budget.js';

/**
 * Injects the budget that the request was charged to, for routes that cost more than one unit; `undefined` if the
 * caller has no limit.
 */
export const CallerBudget = createParamDecorator(
  (_: unknown, context: ExecutionContext): Budget | undefined =>
    context.getArgByIndex<FastifyRequest>(0).budget,
);
