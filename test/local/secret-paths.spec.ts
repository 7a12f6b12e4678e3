import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedS3 } from '#embedded-s3';
import type { MultipartUploadAnswer } from '../../apps/api/src/features/multipart-uploads/multipart.responses.js';
import type { ObjectsAnswer } from '../../apps/api/src/features/objects/objects.response.js';
import type { UploadSessionAnswer } from '../../apps/api/src/features/upload-sessions/upload-session.response.js';
import { ApiClient, use } from '../support/clients/api-client.js';
import { CompanionClient } from '../support/clients/companion-client.js';
import { SealingKeysFile } from '../support/fakes/sealing-keys.js';
import { TraceCollector } from '../support/fakes/trace-collector.js';
import { CREDENTIALS, tenantEntry } from '../support/processes/in-process-api.js';
import { startProdProcess } from '../support/processes/prod-process.js';

// Tests that log, metrics and traces never contain the capabilities, uploadIds and cursors of URLs, whatever the method
// and the answer. docs/gateway.md is about the logs of other programs.

const TRACE = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'OPTIONS', 'PURGE', 'DELETE'];
const { paths } = JSON.parse(readFileSync('dist/generated/openapi.json', 'utf8')) as { paths: object };
const WITH_SECRETS = Object.keys(paths).filter((path) => /\{(?:capability|uploadId)\}|\/objects$/.test(path));

/**
 * Returns the parts of a JWE in compact serialization, without its header, which is the same in all (RFC 7516 §7.1).
 */
const partsOf = (sealed: string): string[] =>
  sealed
    .split('.')
    .slice(1)
    .filter((part) => part.length > 12);

describe('the secrets of URLs', () => {
  const stack = new AsyncDisposableStack();
  const sealed: string[] = [];
  const statuses = new Set<number>();
  let log: string, metrics: string, traces: string;

  beforeAll(async () => {
    const s3 = await startEmbeddedS3({
      region: 'eu-west-1',
      buckets: [{ name: 'team-a-files', credentials: [CREDENTIALS] }],
    });
    stack.defer(() => s3.close());
    const keys = stack.use(await SealingKeysFile.create());
    const collector = stack.use(await TraceCollector.start());
    const api = await startProdProcess([tenantEntry('team-a', { endpoint: s3.endpoint })], {
      env: {
        ...process.env,
        SEALING_KEYS_FILE: keys.path,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      },
    });
    stack.defer(async () => void (await api.stop()));
    const client = new ApiClient(api.url, 'team-a', await api.issuer.token({ tenants: ['team-a'] }));

    for (const key of ['a', 'b']) await use(await client.sign('uploads', { key }), { body: 'x' });
    const listing = await client.send<ObjectsAnswer>('/v1/tenants/team-a/objects?limit=1');
    const begun = await client.post<MultipartUploadAnswer>('/multipart-uploads', { key: 'c' });
    const session = await client.post<UploadSessionAnswer>('/upload-sessions', { keyPrefix: 'in/' });
    const uppy = new CompanionClient(session.json.companionEndpoint);
    const file = await uppy.create({ filename: 'd', type: 'text/plain' });
    const capability = uppy.endpoint.split('/').at(-1)!;
    const uploads = { token: begun.json.uploadId, session: file.json.uploadId };
    const cursor = listing.json.nextCursor!;
    sealed.push(capability, uploads.token, uploads.session, cursor);

    for (const path of WITH_SECRETS) {
      const filled = path
        .replace('{capability}', capability)
        .replace('{tenant}', 'team-a')
        .replace('{uploadId}', path.includes('{capability}') ? uploads.session : uploads.token)
        .replace('{partNumber}', '1');
      const query = `?key=${file.json.key}&filename=x&type=text/plain&partNumbers=1&cursor=${cursor}`;
      for (const method of METHODS) {
        for (const target of [filled, filled + query, `${filled}/${cursor}`, `${filled}/%zz`]) {
          const json = method.startsWith('P') && {
            body: '{}',
            headers: { 'content-type': 'application/json' },
          };
          const { status } = await client.send(target, {
            method,
            ...json,
            headers: { ...TRACE, ...(json && json.headers) },
          });
          statuses.add(status);
        }
      }
    }
    const accept = 'application/openmetrics-text';
    metrics = await (await fetch(`${api.managementUrl}/metrics`, { headers: { accept } })).text();
    await api.stop();
    log = api.output();
    traces = collector.received.map(({ body }) => body.toString()).join('\n');
  });
  afterAll(() => stack.disposeAsync());

  it('were used, with answers of every kind', () => {
    expect(WITH_SECRETS.length).toBeGreaterThan(5);
    for (const each of sealed) expect(partsOf(each).length).toBeGreaterThan(2);
    for (const status of [200, 204, 400, 404, 405, 409]) expect(statuses).toContain(status);
    for (const route of ['/v1/uppy/:capability/s3/params', 'multipart-uploads/:uploadId/parts', '/objects']) {
      for (const text of [log, metrics, traces]) expect(text).toContain(route);
    }
  });

  it('stand in no log, no metric and no trace', () => {
    for (const secret of sealed.flatMap((each) => [each, ...partsOf(each)])) {
      for (const [name, text] of Object.entries({ log, metrics, traces })) {
        expect(text.includes(secret), name).toBe(false);
      }
    }
  });
});
