import type { ProblemCode } from '../platform/problems/problem-table.js';

/** The problem codes that every request for a URL can get, besides those of every authenticated route. */
export const SIGNING_PROBLEMS = [
  'invalid_key',
  'validity_too_short',
  'credentials_unavailable',
  'credentials_lifetime_unknown',
  'tenant_unavailable',
  'audit_unavailable',
] as const satisfies readonly ProblemCode[];
