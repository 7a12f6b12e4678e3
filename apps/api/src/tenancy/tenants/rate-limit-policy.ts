import type { LimitsEntry } from '#tenant-file';
import type { RateLimit } from '../../platform/leaky-bucket.js';

/** A rate limit with the name that answers give it. */
export interface Policy {
  readonly name: string;
  readonly limit: RateLimit;
  /**
   * The policy's item of the `RateLimit-Policy` field (draft-ietf-httpapi-ratelimit-headers-11 §3): the quota is the
   * burst, and the window is the time in which the whole burst comes back.
   */
  readonly field: string;
}

export function policy(name: string, { requestsPerSecond, burst = requestsPerSecond }: Rate): Policy {
  const window = Math.ceil(burst / requestsPerSecond);
  return { name, limit: { requestsPerSecond, burst }, field: `"${name}";q=${burst};w=${window}` };
}

/** A rate in the form of the tenant file. */
interface Rate {
  readonly requestsPerSecond: number;
  readonly burst?: number | undefined;
}

/** The rate limits of a tenant's callers. Their names tell clients that each pod counts separately. */
export interface TenantPolicies {
  /** The limit of each subject. */
  readonly caller: Policy | undefined;
  /** The limit of all subjects together. */
  readonly tenant: Policy | undefined;
  /** The value of `RateLimit-Policy` for both limits. */
  readonly field: string;
}

/**
 * Returns the rate limits of a tenant.
 *
 * @returns `undefined` if the tenant file sets none
 */
export function policiesOf(limits: LimitsEntry | undefined): TenantPolicies | undefined {
  const { requestsPerSecond, burst, allCallers } = limits ?? {};
  const caller =
    requestsPerSecond === undefined ? undefined : policy('caller-per-pod', { requestsPerSecond, burst });
  const tenant = allCallers && policy('tenant-per-pod', allCallers);
  const all = [caller, tenant].filter((each) => each !== undefined);
  return all.length === 0 ? undefined : { caller, tenant, field: all.map(({ field }) => field).join(', ') };
}

/**
 * The limit for requests within an upload or an upload session. They have a budget of their own, so that no other limit
 * interrupts an upload. The burst is the maximum number of parts in S3; the steady rate is enough for parts of 5 MiB at
 * four gigabits per second.
 */
export const UPLOAD_POLICY = policy('upload-per-pod', { requestsPerSecond: 100, burst: 10_000 });

/**
 * The limits on how many upload sessions and multipart uploads a subject may begin. Each of them gets a budget of its
 * own, which the caller's limits do not bound. A server that begins uploads for its users is one subject, so the burst
 * allows a thousand users at once.
 */
export const BEGINNINGS = {
  session: policy('sessions-per-pod', { requestsPerSecond: 10, burst: 1000 }),
  upload: policy('uploads-per-pod', { requestsPerSecond: 100, burst: 1000 }),
  /** The limit of CORS checks, each of which makes the service send requests. */
  corsCheck: policy('cors-checks-per-pod', { requestsPerSecond: 1, burst: 1 }),
} as const;

/**
 * The limits of work that the service itself does in S3, even if the tenant file sets none: the number of objects to
 * delete and copy, per subject and for all subjects of a tenant together.
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
 * The maximum number of concurrent requests of each kind of work. A copy may take minutes, and the tenant's other calls
 * to S3 need connections.
 */
export const SLOTS = {
  deletion: { subject: 4, all: 16 },
  copy: { subject: 8, all: 32 },
} as const;
