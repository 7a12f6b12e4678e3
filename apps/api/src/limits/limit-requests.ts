import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import type { RateLimiter } from './rate-limiter.js';
import { reportBudget } from './report-budget.js';

/**
 * Runs once it is known who calls, so that no stranger uses up anything, and before a body is read. Every request costs
 * one, whatever comes of it; but for routes with a budget of their own (`OwnBudget`).
 *
 * @throws RateLimitedError
 */
export function limitRequest(
  limiter: RateLimiter,
  access: TenantAccess,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const budget = limiter.ofCaller(access);
  if (budget === undefined) return;
  budget.require(1);
  request.budget = budget;
  reportBudget(reply, budget);
}
