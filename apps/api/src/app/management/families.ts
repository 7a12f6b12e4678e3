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
  histogram('http_server_request_duration_seconds', 'Requests answered, by route pattern.', () =>
    Array.from(metrics.requests, ([name, status, buckets]) => {
      const [method = '', route = ''] = name.split(' ');
      const of = { http_request_method: method, http_route: route, http_response_status_code: status };
      return [of, buckets] as const;
    }),
  ),
  counter('presign_refusals_total', 'Refusals by problem code; no tenant where none is known.', () =>
    labels.samples(
      Array.from(metrics.refusals, ([tenant, code, { n }]) => [tenant, n, { code }] as const),
      sum,
    ),
  ),
  counter('presign_signings_total', 'URLs and forms handed out.', () =>
    labels.samples(
      Array.from(metrics.signings, ([action, tenant, { n }]) => [tenant, n, { action }] as const),
      sum,
    ),
  ),
  counter('presign_object_changes_total', 'Objects that the service deleted or copied, or failed to.', () =>
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
    'Until something is signed: waiting for the tenant’s proof and credentials, and signing.',
    () => [[{}, metrics.signing]],
  ),
  histogram(
    'presign_audit_write_duration_seconds',
    'Until the audit events of a request are written.',
    () => [[{}, metrics.auditing]],
  ),
  histogram('presign_batch_operations', 'Operations in a batch.', () => [[{}, metrics.batches]]),
  histogram(
    'presign_aws_call_duration_seconds',
    'Attempts to call AWS; the status is that of the answer, where there was one.',
    () =>
      Array.from(metrics.awsCalls, ([name, status, buckets]) => {
        const [service = '', operation = ''] = name.split(' ');
        return [{ service, operation, status }, buckets] as const;
      }),
  ),
];

const processFamilies = ({ health, log, tenants, inFlight, metrics }: Observed): Family[] => [
  gauge('http_server_active_requests', 'Requests under way.', () => alone(inFlight.size)),
  counter(
    'presign_unforeseen_errors_total',
    'Errors without a problem code: faults of the service itself.',
    () => alone(metrics.unexpected.n),
  ),
  gauge('presign_build_info', 'Always 1; what runs.', () => [{ labels: { version: VERSION }, value: 1 }]),
  gauge('presign_ready', 'Whether the process is ready.', () => truth(health.ready().status === 'up')),
  gauge(
    'presign_audit_log_writable',
    'Whether the last write of the log succeeded; nothing is signed where not.',
    () => truth(log.failure === undefined),
  ),
  gauge(
    'presign_issuers_unreachable',
    'Sources of issuers’ keys that could not be read at the last attempt.',
    () => alone(health.unreachableIssuers().length),
  ),
  gauge('presign_tenants', 'Tenants in the file that is served.', () => alone(tenants.all.length)),
  gauge(
    'presign_tenant_file_last_reload_successful',
    'Whether the tenant file as it is now is the one that is served.',
    () => truth(tenants.refusal === undefined),
  ),
];
