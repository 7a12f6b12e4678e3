import type { FastifyReply } from 'fastify';
import type { Budget } from './budget.js';

/** Sets the header fields that report the remaining budget. */
export function reportBudget(reply: FastifyReply, budget: Budget): void {
  void reply.header('ratelimit-policy', budget.policyField);
  void reply.header('ratelimit', budget.field);
}
