import type { FastifyInstance } from 'fastify';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import type { Budget } from '../../limits/budget.js';
import type { NextTurn } from '../../platform/turns/long-work-queue.js';
import type { Caller } from '../../platform/caller.js';
import type { ProblemCode } from '../../platform/problems/problem-table.js';
import type { Refusal } from '../../platform/problems/refusal.js';
import type { TracedRequest } from '../../platform/tracing/tracing.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller and the tenant; set by the authentication hook on every route that isn't public. */
    access: TenantAccess | undefined;
    /** The caller of a valid token until the request is admitted; used for the request line only. */
    refused?: Caller;
    /** The reason for a 401 or 403; used for the request line only. */
    refusal: Refusal | undefined;
    /** The budget for further units of the caller; `undefined` if the caller has no limit. */
    budget: Budget | undefined;
    /** Waits for the next turn of the work that a large body began. */
    nextTurn: NextTurn | undefined;
    /** The code of a refused request, for the request line. */
    problemCode: ProblemCode | undefined;
    /** The id of the trace if the request is sampled. */
    traceId: string | undefined;
    /** The request's trace; set if tracing is enabled. */
    traced: TracedRequest | undefined;
  }
}

/**
 * Adds the fields that stages of the pipeline set. Every request has all of them from the beginning, so that V8
 * uses one hidden class for all of them.
 */
export function addRequestFields(server: FastifyInstance): void {
  for (const name of ['access', 'budget', 'nextTurn', 'problemCode', 'refusal', 'traceId', 'traced']) {
    server.decorateRequest(name, undefined);
  }
}
