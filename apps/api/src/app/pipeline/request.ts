import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import type { Budget } from '../../limits/budget.js';
import type { NextTurn } from '../../limits/large-body-queue.js';
import type { Caller } from '../../platform/caller.js';
import type { ProblemCode } from '../../platform/problems/problem-table.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook on every route that isn't public. */
    access: TenantAccess | undefined;
    /** Whose token was good but may not speak for the tenant: for the request line, and for nothing else. */
    refused?: Caller;
    /** What the caller's other units are drawn from, where there is a limit. */
    budget: Budget | undefined;
    /** Of the long work that began with a long body. */
    nextTurn: NextTurn | undefined;
    /** Set where the request was refused, for the request line. */
    problemCode: ProblemCode | undefined;
    /** Where the request is part of a trace that is kept. */
    traceId: string | undefined;
  }
}
