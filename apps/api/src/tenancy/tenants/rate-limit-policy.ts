import type { LimitsEntry } from '#tenant-file';
import type { RateLimit } from '../../platform/leaky-bucket.js';

/** A limit with the name that answers call it by. */
export interface Policy {
  readonly name: string;
  readonly limit: RateLimit;
  /**
   * An item of `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-11 §3): the quota is the burst, the window what it
   * takes until all of it has come back.
   */
  readonly field: string;
}

export function policy(name: string, { requestsPerSecond, burst = requestsPerSecond }: Rate): Policy {
  const window = Math.ceil(burst / requestsPerSecond);
  return { name, limit: { requestsPerSecond, burst }, field: `"${name}";q=${burst};w=${window}` };
}

/** A rate as the tenant file sets it. */
interface Rate {
  readonly requestsPerSecond: number;
  readonly burst?: number | undefined;
}

/** The rate limits of a tenant's callers. The names tell clients that each pod counts for itself. */
export interface TenantPolicies {
  /** For each subject by itself. */
  readonly caller: Policy | undefined;
  /** For all of them together. */
  readonly tenant: Policy | undefined;
  /** `RateLimit-Policy`, of both. */
  readonly field: string;
}

/** @returns `undefined` where nothing limits them */
export function policiesOf(limits: LimitsEntry | undefined): TenantPolicies | undefined {
  const { requestsPerSecond, burst, allCallers } = limits ?? {};
  const caller =
    requestsPerSecond === undefined ? undefined : policy('caller-per-pod', { requestsPerSecond, burst });
  const tenant = allCallers && policy('tenant-per-pod', allCallers);
  const all = [caller, tenant].filter((each) => each !== undefined);
  return all.length === 0 ? undefined : { caller, tenant, field: all.map(({ field }) => field).join(', ') };
}

/**
 * For an upload that was begun, or an upload session: a budget of its own, so that no limit ends it. As many calls at once
 * as S3 allows parts; steadily, parts of 5 MiB at four gigabits a second.
 */
export const UPLOAD_POLICY = policy('upload-per-pod', { requestsPerSecond: 100, burst: 10_000 });

/**
 * How many upload sessions, and how many uploads in parts, a subject may begin: each has a budget of its own, which the
 * caller's limits don't bound. A server that begins them for its users is one subject: so a thousand users at once.
 */
export const BEGINNINGS = {
  session: policy('sessions-per-pod', { requestsPerSecond: 10, burst: 1000 }),
  upload: policy('uploads-per-pod', { requestsPerSecond: 100, burst: 1000 }),
  /** Each makes the service send requests. */
  corsCheck: policy('cors-checks-per-pod', { requestsPerSecond: 1, burst: 1 }),
} as const;

/**
 * Limits of the work that the service does at S3 itself, even if the tenant file sets none: objects to delete
 * and copy, for each subject and for all of a tenant's subjects together.
 */
export const WORK = {
  deletion: {
    subject: policy('deletions-per-pod', { requestsPerSecond: 1000, burst: 20_000 }),
    all: policy('tenant-deletions-per-pod', { requestsPerSecond: 5000, burst: 100_000 }),
  },
  copy: {
    subject: policy('copies-per-pod', { requestsPerSecond: 50, burst: 2000 }),
    all: policy('tenant-copies-per-pod', { requestsPerSecond: 250, burst: 10_000 }),
  },
} as const;

/**
 * How many requests of this work run at the same time. A copy may take minutes, and the tenant's other calls to
 * S3 need room.
 */
export const SLOTS = {
  deletion: { subject: 4, all: 16 },
  copy: { subject: 8, all: 32 },
} as const;
