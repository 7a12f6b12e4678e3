import type { ProblemCode } from '../platform/problems/problem-table.js';

/** Problems of every route for which the service calls S3 itself. */
export const STORAGE_PROBLEMS = [
  'storage_unavailable',
  'tenant_unavailable',
  'credentials_unavailable',
  'credentials_lifetime_unknown',
] as const satisfies readonly ProblemCode[];
