import type { FastifyInstance } from 'fastify';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import type { Budget } from '../../limits/budget.js';
import type { NextTurn } from '../../limits/large-body-queue.js';
import type { Caller } from '../../platform/caller.js';
import type { ProblemCode } from '../../platform/problems/problem-table.js';
import type { Refusal } from '../../platform/problems/refusal.js';
import type { TracedRequest } from '../../platform/tracing/tracing.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook on every route that isn't public. */
    access: TenantAccess | undefined;
    /** Whose token was good, until the request is admitted: for the request line, and for nothing else. */
    refused?: Caller;
    /** Why the answer is a 401 or 403: for the request line, and for nothing else. */
    refusal: Refusal | undefined;
    /** The budget for further units of the caller; `undefined` if the caller has no limit. */
    budget: Budget | undefined;
    /** The next turn of the work that a large body began. */
    nextTurn: NextTurn | undefined;
    /** Set where the request was refused, for the request line. */
    problemCode: ProblemCode | undefined;
    /** Where the request is part of a trace that is kept. */
    traceId: string | undefined;
    /** Set if the request is traced. */
    traced: TracedRequest | undefined;
  }
}

/**
 * Adds the fields that stages of the pipeline set. Every request has all of them from the beginning, so that V8
 * knows only one shape of it.
 */
export function addRequestFields(server: FastifyInstance): void {
  for (const name of ['access', 'budget', 'nextTurn', 'problemCode', 'refusal', 'traceId', 'traced']) {
    server.decorateRequest(name, undefined);
  }
}
