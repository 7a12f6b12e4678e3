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
    /** What the caller's other units are drawn from, where there is a limit. */
    budget: Budget | undefined;
    /** Of the long work that began with a long body. */
    nextTurn: NextTurn | undefined;
    /** Set where the request was refused, for the request line. */
    problemCode: ProblemCode | undefined;
    /** Where the request is part of a trace that is kept. */
    traceId: string | undefined;
    /** Where traces are made. */
    traced: TracedRequest | undefined;
  }
}

/** What stages find out. Every request has all the fields from the beginning, so that V8 knows one shape of it. */
export function addRequestFields(server: FastifyInstance): void {
  for (const name of ['access', 'budget', 'nextTurn', 'problemCode', 'refusal', 'traceId', 'traced']) {
    server.decorateRequest(name, undefined);
  }
}
