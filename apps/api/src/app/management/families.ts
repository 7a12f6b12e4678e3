import { VERSION } from '#version';
import type { Metrics } from '../../platform/metrics/metrics.js';
import { alone, counter, gauge, histogram, truth, type Family } from './family.js';
import type { Observed } from './observed.js';
import { tenantFamilies } from './tenant-families.js';
import { sum, type TenantLabels } from './tenant-labels.js';

/**
 * Returns all metrics of the service itself. Their names follow Prometheus' conventions; those of HTTP follow
 * OpenTelemetry's semantic conventions.
 */
export const families = (observed: Observed, labels: TenantLabels): Family[] => [
  ...requestFamilies(observed.metrics, labels),
  ...processFamilies(observed),
  ...tenantFamilies(observed, labels),
];

const requestFamilies = (metrics: Metrics, labels: TenantLabels): Family[] => [
  histogram(
    'http_server_request_duration_seconds',
    'Seconds from the arrival of a request to its answer, by route pattern.',
    () =>
      Array.from(metrics.requests, ([route, name, buckets]) => {
        const [method = '', status = ''] = name.split(' ');
        const of = { http_request_method: method, http_route: route, http_response_status_code: status };
        return [of, buckets] as const;
      }),
  ),
  counter(
    'presign_refusals_total',
    'Refused requests and batch operations, by problem code. The label tenant is empty if the tenant is unknown.',
    () =>
      labels.samples(
        Array.from(metrics.refusals, ([tenant, code, { n }]) => [tenant, n, { code }] as const),
        sum,
      ),
  ),
  counter('presign_signings_total', 'Signed URLs and forms that were returned.', () =>
    labels.samples(
      Array.from(metrics.signings, ([action, tenant, { n }]) => [tenant, n, { action }] as const),
      sum,
    ),
  ),
  counter(
    'presign_object_changes_total',
    'Objects that the service deleted or copied, or failed to delete or copy.',
    () =>
      labels.samples(
        Array.from(metrics.changes, ([name, tenant, { n }]) => {
          const [operation = '', outcome = ''] = name.split(' ');
          return [tenant, n, { operation, outcome }] as const;
        }),
        sum,
      ),
  ),
  histogram(
    'presign_signing_duration_seconds',
    'Seconds to sign, including the wait for the tenant’s proof and credentials.',
    () => [[{}, metrics.signing]],
  ),
  histogram('presign_audit_write_duration_seconds', 'Seconds to write the audit events of a request.', () => [
    [{}, metrics.auditing],
  ]),
  histogram('presign_batch_operations', 'Number of operations in a batch.', () => [[{}, metrics.batches]]),
  histogram(
    'presign_aws_call_duration_seconds',
    'Seconds of each attempt to call AWS. The status is that of the answer, or unanswered.',
    () =>
      Array.from(metrics.awsCalls, ([name, status, buckets]) => {
        const [service = '', operation = ''] = name.split(' ');
        return [{ service, operation, status }, buckets] as const;
      }),
  ),
];

const processFamilies = ({ health, log, tenants, inFlight, metrics }: Observed): Family[] => [
  gauge('http_server_active_requests', 'Requests that have arrived and are not yet answered.', () =>
    alone(inFlight.size),
  ),
  counter(
    'presign_unforeseen_errors_total',
    'Errors that the service did not foresee. Each is a fault of the service.',
    () => alone(metrics.unexpected.n),
  ),
  gauge('presign_build_info', 'Always 1. The label version is that of the running service.', () => [
    { labels: { version: VERSION }, value: 1 },
  ]),
  gauge('presign_ready', '1 if the process is ready, otherwise 0.', () =>
    truth(health.ready().status === 'up'),
  ),
  gauge(
    'presign_audit_log_writable',
    '1 if the last write of the log succeeded, otherwise 0. At 0 nothing is signed.',
    () => truth(log.failure === undefined),
  ),
  gauge(
    'presign_issuers_unreachable',
    'Sources of issuers’ keys that could not be read at the last attempt.',
    () => alone(health.unreachableIssuers().length),
  ),
  gauge('presign_tenants', 'Number of tenants in the tenant file that is in force.', () =>
    alone(tenants.all.length),
  ),
  gauge(
    'presign_tenant_file_last_reload_successful',
    '1 if the current tenant file is the one that is in force, 0 if it was refused.',
    () => truth(tenants.refusal === undefined),
  ),
];
