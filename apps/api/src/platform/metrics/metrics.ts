import type { AwsCall, CallObserver } from '#s3-presign';
import type { ProblemCode } from '../problems/problem-table.js';
import { Buckets } from './buckets.js';
import { ByLabels, newCount, type Count } from './by-labels.js';

/** Seconds. Most answers take less than one millisecond; those that wait for STS take up to some seconds. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Signing alone takes some microseconds. */
const SHORT_SECONDS = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.001, 0.01, 0.1, 0.5, 1, 2.5, 5];
const OPERATIONS = [1, 10, 50, 100, 250, 500, 1000];

/** Values of `http_request_method` that have a name (OpenTelemetry semantic conventions, HTTP metrics). */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT']);

/** The label of refusals whose tenant is not known. */
export const UNKNOWN_TENANT = '';

/**
 * What is counted as it happens, in plain fields. A scrape makes text of it (`exposition.ts`): until then
 * no library is loaded, and a request pays for some additions. Every key is of the code or of the tenant file, never of a
 * request.
 */
export class Metrics implements CallObserver {
  /** By method and route's pattern in one, and status. */
  readonly requests = new ByLabels<Buckets, string, number>(() => new Buckets(SECONDS));
  /** By tenant and code. */
  readonly refusals = new ByLabels<Count, string, ProblemCode>(newCount);
  /** By action and tenant: of tenants there may be thousands, and one map for all is smaller than one for each. */
  readonly signings = new ByLabels<Count>(newCount);
  /** Objects that the service deleted and copied: by operation and outcome in one, and tenant. */
  readonly changes = new ByLabels<Count>(newCount);
  /** By service and operation in one, and status. */
  readonly awsCalls = new ByLabels<Buckets>(() => new Buckets(SECONDS));
  /** From what was asked for to the signature: proof and credentials, where they have to be waited for, and signing. */
  readonly signing = new Buckets(SHORT_SECONDS);
  /** Until the events of what was signed are written. */
  readonly auditing = new Buckets(SECONDS);
  readonly batches = new Buckets(OPERATIONS);
  /** Errors that have no code. */
  readonly unexpected = newCount();
  /** Where traces are made. */
  calling: CallObserver['calling'];

  /** @param route its pattern, or `*` for none */
  answered(method: string, route: string, status: number, seconds: number, traceId?: string): void {
    const name = METHODS.has(method) ? method : '_OTHER';
    this.requests.of(`${name} ${route}`, status).observe(seconds, traceId);
  }

  /** @param tenant for which the caller may speak */
  refused(tenant: string | undefined, code: ProblemCode): void {
    this.refusals.of(tenant ?? UNKNOWN_TENANT, code).n++;
  }

  /** What has been handed out. */
  signed(tenant: string, action: string, number = 1): void {
    this.signings.of(action, tenant).n += number;
  }

  /** What the service itself did at S3, or tried to do. */
  changed(tenant: string, operation: 'delete' | 'copy', outcome: 'done' | 'failed'): void {
    this.changes.of(`${operation} ${outcome}`, tenant).n++;
  }

  called({ service, operation, status, seconds }: AwsCall): void {
    this.awsCalls.of(`${service} ${operation}`, String(status)).observe(seconds);
  }
}
