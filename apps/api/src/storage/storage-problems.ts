import type { ProblemCode } from '../platform/problems/problem-table.js';

/** The problem codes of every route whose handler calls S3. */
export const STORAGE_PROBLEMS = [
  'storage_unavailable',
  'tenant_unavailable',
  'credentials_unavailable',
  'credentials_lifetime_unknown',
] as const satisfies readonly ProblemCode[];
