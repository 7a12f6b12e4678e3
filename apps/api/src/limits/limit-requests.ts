import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RateLimiter } from './rate-limiter.js';
import { reportBudget } from './report-budget.js';

/**
 * Charges one unit to the caller's rate limit, whatever the result of the request. This runs after authentication, so
 * that an unauthenticated client uses nothing up, and before the body is read. Routes with a budget of their own
 * (`OwnBudget`) are exempt.
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
