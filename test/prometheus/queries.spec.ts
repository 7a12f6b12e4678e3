import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWithRole } from '../support/processes/api-with-role.js';
import { TraceCollector } from '../support/fakes/trace-collector.js';
import { eventually } from '../support/checks/eventually.js';
import { prometheusProgram } from './availability.js';
import { alerts, dashboard, rules } from './support/component.js';
import { Prometheus, TARGET_LABELS } from './support/prometheus.js';

// Tests that every metric and every label in the dashboard and the alerts exists. The API runs and is used, and a
// Prometheus scrapes it.

let collector: TraceCollector;
let api: ApiWithRole;
let prometheus: Prometheus;

beforeAll(async () => {
  collector = await TraceCollector.start();
  api = await ApiWithRole.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
  await api.use();
  prometheus = await Prometheus.start(api.metricsUrl, rules());
  for (let scrapes = 0; scrapes < 4;) {
    await api.use();
    const [count] = await prometheus.query('count_over_time(presign_ready[1m])');
    scrapes = Number(count?.value[1] ?? 0);
  }
});
afterAll(async () => {
  await prometheus?.[Symbol.asyncDispose]();
  await api?.[Symbol.asyncDispose]();
  await collector?.[Symbol.asyncDispose]();
});

const filledIn = (expr: string): string =>
  expr
    .replaceAll('$__rate_interval', '1m')
    .replaceAll('$namespace', TARGET_LABELS.namespace)
    .replaceAll('$tenant', 'team-a');

const METRIC = /\b(?:up|(?:presign|http_server|nodejs|process)_\w+)\b(?:\{([^}]*)\})?/g;

/** Returns a selector for each metric of a query. It matches only series that have all labels of the query. */
async function selectorsOf(query: string): Promise<string[]> {
  const canonical = await prometheus.ask<string>('format_query', { query });
  const grouping = Array.from(canonical.matchAll(/\b(?:by|on) \(([^)]*)\)/g), ([, names]) =>
    names!.split(', '),
  ).flat();
  return Array.from(canonical.matchAll(METRIC), ([selector, matchers = '']) => {
    const matched = Array.from(matchers.matchAll(/(\w+)(?:=~|!~|!=|=)"(?!")/g), ([, name]) => name!);
    const [metric] = selector.split('{');
    return `${metric}{${[...new Set([...grouping, ...matched])].map((name) => `${name}!=""`).join(',')}}`;
  });
}

const isMade = async (selector: string): Promise<boolean> => (await prometheus.query(selector)).length > 0;

/** Returns the selectors of a query that match no series. */
async function missing(query: string): Promise<string[]> {
  const selectors = await selectorsOf(query);
  expect(selectors).not.toEqual([]);
  const made = await Promise.all(selectors.map(isMade));
  return selectors.filter((_, index) => !made[index]);
}

describe('the dashboard', () => {
  const graphs = dashboard().panels.flatMap(({ title, targets = [] }) =>
    targets.map((target) => ({ title, ...target })),
  );

  it.each(graphs)('$title: $expr', async ({ expr }) => {
    expect(await missing(filledIn(expr))).toEqual([]);
  });

  it.each(graphs)('$title: $legendFormat is what the series have', async ({ expr, legendFormat }) => {
    const quiet = expr.endsWith(' == 0)'); // a series exists only in case of a fault
    const series = await prometheus.query(filledIn(expr));
    expect(series.length > 0).toBe(!quiet);
    const labels = Array.from(legendFormat.matchAll(/\{\{(\w+)\}\}/g), ([, name]) => name!);
    for (const { metric } of series) expect(Object.keys(metric)).toEqual(expect.arrayContaining(labels));
  });

  it('fills its variables from labels that are there', async () => {
    const queries = dashboard().templating.list.filter(({ name }) => name !== 'datasource');
    for (const { query } of queries) {
      const [, selector, label] = /^label_values\((.*), (\w+)\)$/.exec((query as { query: string }).query)!;
      const [metric] = filledIn(selector!).split('{');
      expect(await isMade(`${metric}{${label}!=""}`)).toBe(true);
    }
  });
});

describe('alerts', () => {
  it.each(alerts())('$alert', async ({ expr }) => {
    const notMade = /^presign_refusals_total\b/; // the metric exists only after a refusal
    const ofProcess = /^presign_tenant_file_last_reload_successful\b/; // has no tenant, only a namespace
    const unknown = (await missing(expr)).filter((each) => !notMade.test(each) && !ofProcess.test(each));
    expect(unknown).toEqual([]);
  });

  it('count refusals by labels that are there', async () => {
    expect(
      await isMade('presign_refusals_total{namespace!="",pod!="",tenant="team-a",code="invalid_key"}'),
    ).toBe(true);
    expect(await isMade('presign_refusals_total{namespace!="",tenant="",code="invalid_token"}')).toBe(true);
  });

  it('are evaluated without an error, and none fires', async () => {
    interface Rule {
      readonly name: string;
      readonly health: string;
      readonly state: string;
    }
    const states = async () => {
      const { groups } = await prometheus.ask<{ groups: { rules: Rule[] }[] }>('rules');
      return groups.flatMap((group) => group.rules.map(({ health, state }) => `${health} ${state}`));
    };
    await eventually('evaluated', async () => !(await states()).includes('unknown inactive'));
    const now = await states();
    expect(now.filter((state) => !/^ok (?:inactive|pending)$/.test(state))).toEqual([]);
  });
});

const metadataOf = (metric: string) =>
  prometheus.ask<Record<string, readonly { readonly type: string }[]>>('metadata', { metric });

it('Prometheus takes OpenMetrics, and knows what the metrics are', async () => {
  expect(await metadataOf('presign_signings')).toMatchObject({ presign_signings: [{ type: 'counter' }] });
  expect(await metadataOf('presign_ready')).toMatchObject({ presign_ready: [{ type: 'gauge' }] });
});

it('Prometheus keeps exemplars, which lead to traces', async () => {
  const query = 'http_server_request_duration_seconds_bucket';
  const now = Date.now() / 1000;
  interface Found {
    readonly exemplars: readonly { readonly labels: Readonly<Record<string, string>> }[];
  }
  const found = await prometheus.ask<readonly Found[]>('query_exemplars', {
    query,
    start: String(now - 60),
    end: String(now + 60),
  });
  const ids = found.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels['trace_id']));
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) expect(id).toMatch(/^[\da-f]{32}$/);
});

it('promtool finds nothing to fix in the names', async () => {
  const input = await (await fetch(api.metricsUrl)).text();
  const check = spawnSync(prometheusProgram('promtool'), ['check', 'metrics'], { input, encoding: 'utf8' });
  expect(check).toMatchObject({ stdout: '', stderr: '', status: 0 });
  const misnamed =
    '# HELP presign_age_milliseconds Age.\n# TYPE presign_age_milliseconds gauge\npresign_age_milliseconds 1\n';
  expect(
    spawnSync(prometheusProgram('promtool'), ['check', 'metrics'], { input: input + misnamed }).status,
  ).not.toBe(0);
});
