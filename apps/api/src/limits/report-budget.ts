import type { FastifyReply } from 'fastify';
import type { Budget } from './budget.js';

/** Says in the answer what is left. */
export function reportBudget(reply: FastifyReply, budget: Budget): void {
  void reply.header('ratelimit-policy', budget.policyField);
  void reply.header('ratelimit', budget.field);
}
