import type { TenantAccess } from '../callers/caller.js';
import type { ProblemCode } from '../problems/problem-table.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook on every route that isn't public. */
    access: TenantAccess | undefined;
    /** Set where the request was refused, for the request line. */
    problemCode: ProblemCode | undefined;
  }
}
