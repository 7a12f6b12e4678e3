import accepts from 'accepts';
import { collectDefaultMetrics, Registry, type Metric } from 'prom-client';
import { families } from './families.js';
import { type Observed } from './observed.js';
import type { Family } from './family.js';
import { TenantLabels } from './tenant-labels.js';

/**
 * Default metrics whose names violate Prometheus' conventions, which reserve `_total` for counters. The metrics of the
 * same names without `_total` hold the counts by type.
 */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** Writes metrics as text, in the requested format. */
export class Exposition {
  readonly #labels: TenantLabels;
  /**
   * Registries by content type. Each type needs its own: the library renames the counters of a registry to suit
   * its format.
   */
  readonly #registries = new Map<string, Registry>();

  /** @param tenantLimit the number of tenants that have a label of their own */
  constructor(
    private readonly observed: Observed,
    tenantLimit: number,
  ) {
    this.#labels = new TenantLabels(tenantLimit);
  }

  /**
   * Returns the metrics.
   *
   * @param accept the `Accept` field (RFC 9110 §12.5.1); any value gets an answer
   */
  async text(accept = '*/*'): Promise<{ readonly contentType: string; readonly body: string }> {
    const contentType = prefersOpenMetrics(accept)
      ? Registry.OPENMETRICS_CONTENT_TYPE
      : Registry.PROMETHEUS_CONTENT_TYPE;
    let registry = this.#registries.get(contentType);
    if (!registry) this.#registries.set(contentType, (registry = this.#register(contentType)));
    return { contentType, body: await registry.metrics() };
  }

  #register(contentType: string): Registry {
    const registry = new Registry();
    registry.setContentType(contentType as typeof Registry.PROMETHEUS_CONTENT_TYPE);
    collectDefaultMetrics({ register: registry });
    for (const name of MISNAMED) registry.removeSingleMetric(name);
    for (const family of families(this.observed, this.#labels)) registry.registerMetric(asMetric(family));
    return registry;
  }
}

/** Converts a family to a metric of the library. A registry uses only the metric's description and its method `get`. */
function asMetric({ name, help, type, samples }: Family): Metric {
  const metric = {
    name,
    help,
    type,
    aggregator: 'sum',
    get: () =>
      Promise.resolve({
        name: metric.name,
        help,
        type,
        values: samples().map(({ exemplar, ...sample }) => ({
          ...sample,
          ...(exemplar && {
            exemplar: {
              labelSet: { trace_id: exemplar.traceId },
              value: exemplar.value,
              timestamp: exemplar.time,
            },
          }),
        })),
      }),
  };
  return metric as unknown as Metric;
}

/**
 * Returns whether the client prefers the OpenMetrics format. Parameters of media types, such as versions, are ignored.
 */
function prefersOpenMetrics(accept: string): boolean {
  const headers = { accept: accept.replaceAll(/;\s*(?!q=)[^;,]*/gi, '') };
  const offered = ['text/plain', 'application/openmetrics-text'];
  return accepts({ headers } as never).type(offered) === 'application/openmetrics-text';
}
