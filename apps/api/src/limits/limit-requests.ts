import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RateLimiter } from './rate-limiter.js';
import { reportBudget } from './report-budget.js';

/**
 * Runs once it is known who calls, so that no stranger uses up anything, and before a body is read. Every request costs
 * one, whatever comes of it; but for routes with a budget of their own (`OwnBudget`).
 *
 * @throws RateLimitedError
 */
export function limitRequest(limiter: RateLimiter, request: FastifyRequest, reply: FastifyReply): void {
  const budget = request.access && limiter.ofCaller(request.access);
  if (budget === undefined) return;
  budget.require(1);
  request.budget = budget;
  reportBudget(reply, budget);
}
