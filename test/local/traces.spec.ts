import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ApiWithRole } from '../support/processes/api-with-role.js';
import { eventually } from '../support/checks/eventually.js';
import { TraceCollector, type CollectedSpan } from '../support/fakes/trace-collector.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const SAMPLED = { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: 'vendor=private' };
const UNSAMPLED = { traceparent: `00-${TRACE.replaceAll('0', '1')}-${PARENT}-00` };

/** Prints a line when the process loads the part of the bundle that contains OpenTelemetry. */
const TELLING_LOADS =
  'data:text/javascript,' +
  encodeURIComponent(
    "import { registerHooks } from 'node:module'; import { writeSync } from 'node:fs';" +
      'registerHooks({ load(url, context, next) {' +
      "if (/opentelemetry|chunks.tracing-(?!options)/.test(url)) writeSync(2, 'LOADED ' + url + '\\n'); return next(url, context); } });",
  );

const download = { method: 'POST', body: JSON.stringify({ key: 'secret-key.txt' }) };
const json = { 'content-type': 'application/json' };
const DOWNLOADS = '/v1/tenants/team-a/downloads';

const attributesOf = ({ attributes }: Pick<CollectedSpan, 'attributes'>) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

describe('traces over OTLP', () => {
  let collector: TraceCollector;
  let role: ApiWithRole;
  let url: string;
  let metrics: string;

  beforeAll(async () => {
    collector = await TraceCollector.start();
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    };
    role = await ApiWithRole.start({ env, execArgv: ['--import', TELLING_LOADS] });
    const { client } = role;
    url = (await client.send<{ url: string }>(DOWNLOADS, { ...download, headers: { ...json, ...SAMPLED } }))
      .json.url;
    await client.send(DOWNLOADS, { ...download, headers: { ...json, ...UNSAMPLED } });
    await client.send(`/v1/tenants/team-a/objects?prefix=`, { headers: SAMPLED });
    const operations = Array.from({ length: 500 }, (_, i) => ({ operation: 'download', key: `${i}` }));
    await client.send('/v1/tenants/team-a/batches', {
      method: 'POST',
      headers: { ...json, ...SAMPLED },
      body: JSON.stringify({ operations }),
    });
    await client.send(DOWNLOADS, { method: 'POST', headers: { ...json, ...SAMPLED }, body: '{}' });
    await fetch(`${role.api.url}/health/ready`);
    role.aws.behave(() => () => Promise.resolve({ status: 403, headers: {}, body: '' }));
    await client.send(`/v1/tenants/team-a/objects?prefix=`, { headers: SAMPLED });
    metrics = await (
      await fetch(role.metricsUrl, { headers: { accept: 'application/openmetrics-text' } })
    ).text();
    await role.api.stop();
  });
  afterAll(async () => {
    await role?.[Symbol.asyncDispose]();
    await collector?.[Symbol.asyncDispose]();
  });

  const requests = () => collector.spans.filter(({ kind }) => kind === 2);
  const below = (parent: CollectedSpan) =>
    collector.spans.filter(({ parentSpanId }) => parentSpanId === parent.spanId).map(({ name }) => name);

  it('go to where the specification says, and say who sends them', () => {
    expect(new Set(collector.received.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
    const { resource } = collector.exports[0]!.resourceSpans[0]!;
    expect(attributesOf(resource)).toMatchObject({
      'service.name': 'tenant-presign',
      'service.version': expect.any(String),
      'deployment.environment.name': 'test',
    });
  });

  it('stand below the span that the caller names, where the caller samples', () => {
    expect(requests().map(({ traceId, parentSpanId }) => [traceId, parentSpanId])).toEqual(
      Array.from({ length: 5 }, () => [TRACE, PARENT]),
    );
  });

  it('show what a request waited for', () => {
    const [signed, listed, batch] = requests();
    expect(signed!.name).toBe('POST /v1/tenants/:tenant/downloads');
    expect(below(signed!)).toEqual(['authenticate', 'sign', 'audit']);
    expect(attributesOf(signed!)).toEqual({
      'http.request.method': 'POST',
      'http.route': '/v1/tenants/:tenant/downloads',
      'http.response.status_code': 200,
      'presign.request_id': expect.any(String),
      'presign.tenant': 'team-a',
    });
    expect(below(listed!)).toEqual(['authenticate', 'S3/ListObjectsV2']);
    expect(below(batch!)).toEqual(['authenticate', 'sign batch']);
    const within = collector.spans.find(({ name }) => name === 'sign batch')!;
    expect(below(within)).toEqual(['audit']);
  });

  it('show refusals by their code, and faults as errors', () => {
    const [refused, failed] = requests().slice(3);
    expect(attributesOf(refused!)).toMatchObject({ 'error.type': 'invalid_request' });
    expect(refused!.status.code ?? 0).toBe(0);
    expect(attributesOf(failed!)).toMatchObject({
      'error.type': 'storage_unavailable',
      'http.response.status_code': 503,
    });
    expect(failed!.status.code).toBe(2);
  });

  it('show calls of STS, which no request asked for', () => {
    const sts = collector.spans.find(({ name }) => name === 'STS/AssumeRoleWithWebIdentity')!;
    expect(sts.traceId).not.toBe(TRACE);
    expect(attributesOf(sts)).toMatchObject({ 'rpc.service': 'STS', 'http.response.status_code': 200 });
  });

  it('go on at AWS, which isn’t told what else the caller sent', () => {
    const list = collector.spans.find(
      ({ name, traceId }) => name === 'S3/ListObjectsV2' && traceId === TRACE,
    )!;
    const asked = role.aws.requests.map(({ headers }) => headers);
    expect(asked.map(({ traceparent }) => traceparent)).toContain(`00-${TRACE}-${list.spanId}-01`);
    for (const { traceparent, tracestate, authorization } of asked) {
      expect(traceparent).toMatch(/^00-/);
      expect(tracestate).toBeUndefined();
      expect(authorization ?? '').not.toContain('traceparent');
    }
  });

  it('are named in the log and in exemplars', () => {
    const lines = role.api
      .output()
      .split('\n')
      .filter((line) => line.includes('"route":"/v1/'));
    expect(lines.map((line) => (JSON.parse(line) as { traceId?: string }).traceId)).toEqual([
      TRACE,
      undefined,
      TRACE,
      TRACE,
      TRACE,
      TRACE,
    ]);
    expect(metrics).toMatch(new RegExp(`downloads".* # \\{trace_id="${TRACE}"\\} [\\d.]+ [\\d.]+\n`));
  });

  it('hold no key, subject, token and signature', () => {
    const all = collector.received.map(({ body }) => body.toString()).join('\n');
    const signature = new URL(url).searchParams.get('X-Amz-Signature')!;
    for (const secret of ['secret-key', 'u1', role.client.token, signature, 'X-Amz-', 'ASIA']) {
      expect(all).not.toContain(secret);
    }
  });

  it('load OpenTelemetry', () => {
    expect(role.api.output().includes('LOADED')).toBe(true);
  });
});

describe('without traces', () => {
  let role: ApiWithRole | undefined;
  afterEach(() => role?.[Symbol.asyncDispose]());

  it.each([
    ['no one asks for them', {}],
    ['they are disabled', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_SDK_DISABLED: 'true' }],
    [
      'there is no exporter',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_TRACES_EXPORTER: 'none' },
    ],
  ])('nothing of OpenTelemetry is loaded: %s', async (_, env) => {
    role = await ApiWithRole.start({ env, execArgv: ['--import', TELLING_LOADS] });
    await role.client.send(DOWNLOADS, { ...download, headers: { ...json, ...SAMPLED } });
    expect(role.api.output()).not.toMatch(new RegExp(`LOADED|${TRACE}`));
    for (const { headers } of role.aws.requests) expect(headers).not.toHaveProperty('traceparent');
  });
});

describe('a collector', () => {
  it('gets protobuf where nothing else is said', async () => {
    await using collector = await TraceCollector.start();
    const role = await ApiWithRole.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    await role.client.send(DOWNLOADS, { ...download, headers: { ...json, ...SAMPLED } });
    await role[Symbol.asyncDispose]();
    expect(new Set(collector.received.map(({ type }) => type))).toEqual(new Set(['application/x-protobuf']));
    const bytes = Buffer.concat(collector.received.map(({ body }) => body)).toString('latin1');
    expect(bytes).toContain(Buffer.from(TRACE, 'hex').toString('latin1'));
    expect(bytes).toContain('POST /v1/tenants/:tenant/downloads');
  });

  it('that is gone stops nothing: requests are answered, the log says so, the end waits for two seconds', async () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    };
    const role = await ApiWithRole.start({ env: { ...env, OTEL_EXPORTER_OTLP_TIMEOUT: '500' } });
    const { status } = await role.client.send(DOWNLOADS, { ...download, headers: { ...json, ...SAMPLED } });
    expect(status).toBe(200);
    await eventually('told', () => role.api.output().includes('traces can’t be sent'));
    const started = performance.now();
    await role[Symbol.asyncDispose]();
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
