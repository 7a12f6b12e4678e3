import type { AwsCall, CallObserver } from '#s3-presign';
import type { ProblemCode } from '../problems/problem-table.js';
import { Buckets } from './buckets.js';
import { ByLabels, newCount, type Count } from './by-labels.js';

/**
 * The bounds of the duration histograms in seconds. Most answers take less than one millisecond; an answer that waits
 * for STS takes up to several seconds.
 */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** The bounds of the signing histogram in seconds. The signing alone takes some microseconds. */
const SHORT_SECONDS = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.001, 0.01, 0.1, 0.5, 1, 2.5, 5];
const OPERATIONS = [1, 10, 50, 100, 250, 500, 1000];

/** The known values of `http_request_method` (OpenTelemetry semantic conventions, HTTP metrics). */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT']);

/** The label of refusals whose tenant is not known. */
export const UNKNOWN_TENANT = '';

/**
 * Counts events in plain fields as they happen. A scrape converts the fields to text (`exposition.ts`): until then no
 * library is loaded, and a request costs only some additions. Every label comes from the code or the tenant file, never
 * from a request.
 */
export class Metrics implements CallObserver {
  /** Request durations, by the route's pattern, and by method with status. */
  readonly requests = new ByLabels<Buckets>(() => new Buckets(SECONDS));
  /** Refusals, by tenant and code. */
  readonly refusals = new ByLabels<Count, string, ProblemCode>(newCount);
  /** Signings, by action and tenant. One map for all tenants is smaller than one map for each of thousands. */
  readonly signings = new ByLabels<Count>(newCount);
  /** Objects that the service deleted or copied, by operation with outcome, and by tenant. */
  readonly changes = new ByLabels<Count>(newCount);
  /** Durations of calls to AWS, by service with operation, and by status. */
  readonly awsCalls = new ByLabels<Buckets>(() => new Buckets(SECONDS));
  /**
   * Durations from the request for a signature to the signature: the waits for proof and credentials, and the signing.
   */
  readonly signing = new Buckets(SHORT_SECONDS);
  /** Durations until the audit events of a signing are written. */
  readonly auditing = new Buckets(SECONDS);
  readonly batches = new Buckets(OPERATIONS);
  /** The number of unexpected errors, which have no code. */
  readonly unexpected = newCount();
  /** The observer that traces calls to AWS; set only if traces are made. */
  calling: CallObserver['calling'];

  /**
   * Counts an answered request.
   *
   * @param route the route's pattern, or `*` if no route matches
   */
  answered(method: string, route: string, status: number, seconds: number, traceId?: string): void {
    const name = METHODS.has(method) ? method : '_OTHER';
    this.requests.of(route, `${name} ${status}`).observe(seconds, traceId);
  }

  /**
   * Counts a refusal.
   *
   * @param tenant the tenant; `undefined` unless the caller may act for a tenant
   */
  refused(tenant: string | undefined, code: ProblemCode): void {
    this.refusals.of(tenant ?? UNKNOWN_TENANT, code).n++;
  }

  /** Counts signed URLs. */
  signed(tenant: string, action: string, number = 1): void {
    this.signings.of(action, tenant).n += number;
  }

  /** Counts objects that the service deleted or copied in S3, or failed to. */
  changed(tenant: string, operation: 'delete' | 'copy', outcome: 'done' | 'failed'): void {
    this.changes.of(`${operation} ${outcome}`, tenant).n++;
  }

  called({ service, operation, status, seconds }: AwsCall): void {
    this.awsCalls.of(`${service} ${operation}`, String(status)).observe(seconds);
  }
}
