import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import corsRule from '../../infra/terraform/modules/tenant/cors-rule.json' with { type: 'json' };
import { ApiClient } from '../support/clients/api-client.js';
import { CREDENTIALS, InProcessApi, tenantEntry } from '../support/processes/in-process-api.js';
import { TestIssuer } from '../support/fakes/issuer.js';
import { PageServer } from '../support/clients/page-server.js';
import { RandomFiles, sha256Of, type RandomFile } from '../support/generators/random-file.js';
import { S3Front } from '../support/fakes/s3-front.js';
import { uppyPage } from '../support/clients/uppy-page.js';
import { WatchedBrowser } from '../support/clients/watched-browser.js';
import { JwksServer } from '../support/fakes/jwks-server.js';

const KB = 1024;
const MB = 1024 * KB;
/** The size of the smallest part in bytes, for both Uppy and S3. */
const PART = 5 * MB;

interface Outcome {
  readonly uploaded: readonly string[];
  readonly failed: readonly string[];
}

describe('Uppy on a page of an application', () => {
  const started = new AsyncDisposableStack();
  let app: PageServer, stranger: PageServer, s3: EmbeddedS3, front: S3Front, browser: WatchedBrowser;
  let client: ApiClient, files: RandomFiles;

  beforeAll(async () => {
    const issuers = started.use(await JwksServer.start());
    const issuer = await TestIssuer.create({ issuer: issuers.url, audience: 'tenant-presign/team-a' });
    issuers.publishProvider(issuer.jwks);
    const html = await uppyPage();
    app = started.use(await PageServer.start(html));
    stranger = started.use(await PageServer.start(html));
    front = started.use(await S3Front.start(() => s3.endpoint));
    s3 = started.adopt(
      await startEmbeddedS3({
        region: 'eu-west-1',
        buckets: [{ name: 'team-a-files', credentials: [CREDENTIALS] }],
        cors: [{ ...corsRule, AllowedOrigins: [app.origin] }],
      }),
      (server) => server.close(),
    );
    const tenant = tenantEntry('team-a', {
      endpoint: s3.endpoint,
      publicEndpoint: front.url,
      cors: { origins: [app.origin] },
    });
    const platform = { name: 'platform', ...issuer.options, tenants: '/tenants' };
    const api = started.use(await InProcessApi.start({ issuers: [platform], tenants: [tenant] }, Date.now));
    client = new ApiClient(api.url, 'team-a', await issuer.token({ tenants: 'team-a' }));
    files = started.use(await RandomFiles.create());
    browser = started.use(await WatchedBrowser.start());
  });
  afterAll(() => started.disposeAsync());
  beforeEach(() => {
    front.mishap = () => undefined;
    front.requests.length = 0;
    browser.errors.length = 0;
  });

  /** Uploads a file with an upload session that the application's server has opened. */
  async function upload({ path }: RandomFile, origin = app.origin): Promise<Outcome> {
    const { json, status, text } = await client.post<{ companionEndpoint: string }>('/upload-sessions', {
      keyPrefix: 'inbox/',
      naming: 'filename',
    });
    if (status !== 201) throw new Error(text);
    const page = await pageOf(origin);
    await page.setInputFiles('input', path);
    return page.evaluate(`uploadChosen(${JSON.stringify(json.companionEndpoint)})`);
  }

  async function pageOf(origin: string): Promise<Page> {
    const page = await browser.page();
    await page.goto(origin);
    return page;
  }

  async function arrived(key: string): Promise<string> {
    const { url } = await client.sign('downloads', { key });
    return sha256Of(url);
  }

  const parts = () =>
    front.requests.filter(({ method, url }) => method === 'PUT' && url.searchParams.has('partNumber'));
  const outcomesOf = (part: number) =>
    parts()
      .filter(({ url }) => url.searchParams.get('partNumber') === String(part))
      .map(({ outcome }) => outcome);

  it.each([
    ['1-kb.bin', KB],
    ['6-mb.bin', 6 * MB],
    ['nothing.bin', 0],
  ])('uploads %s across origins, in one request', async (name, size) => {
    const file = await files.file(name, size);
    expect(await upload(file)).toEqual({ uploaded: [`inbox/${name}`], failed: [] });
    expect(parts()).toEqual([]);
    expect(await arrived(`inbox/${name}`)).toBe(file.sha256);
    expect(browser.errors).toEqual([]);
  });

  it(
    'uploads 120 MB in parts; one is cut off, another refused, and each is sent again',
    { timeout: 120_000 },
    async () => {
      const file = await files.file('120-mb.bin', 120 * MB);
      const failing = new Map<string, 'cut' | 503>([
        ['3', 'cut'],
        ['7', 503],
      ]);
      front.mishap = ({ method, url }) => {
        const part = new URL(url!, front.url).searchParams.get('partNumber');
        const mishap = method === 'PUT' && part !== null ? failing.get(part) : undefined;
        if (mishap !== undefined) failing.delete(part!);
        return mishap;
      };
      expect(await upload(file)).toEqual({ uploaded: ['inbox/120-mb.bin'], failed: [] });
      expect(outcomesOf(3)).toEqual(['cut', 200]);
      expect(outcomesOf(7)).toEqual([503, 200]);
      expect(parts().filter(({ outcome }) => outcome === 200)).toHaveLength(Math.ceil(file.size / PART));
      expect(await arrived('inbox/120-mb.bin')).toBe(file.sha256);
    },
  );

  describe('of an origin that the tenant doesn’t name', () => {
    it('uploads nothing by a capability that it has got hold of', async () => {
      const file = await files.file('stolen.bin', KB);
      expect(await upload(file, stranger.origin)).toEqual({ uploaded: [], failed: ['Failed to fetch'] });
      expect(front.requests).toEqual([]);
    });

    it('puts nothing by a URL that it has got hold of: S3 refuses the preflight', async () => {
      const signed = await client.sign('uploads', { key: 'stolen.bin' });
      const put = `fetch(${JSON.stringify(signed.url)}, {
        method: 'PUT', body: 'x', headers: ${JSON.stringify(signed.headers)} }).then(({ status }) => status)`;
      const page = await pageOf(stranger.origin);
      await expect(page.evaluate(put)).rejects.toThrow('Failed to fetch');
      expect(front.requests.map(({ method, outcome }) => ({ method, outcome }))).toEqual([
        { method: 'OPTIONS', outcome: 403 },
      ]);
      const allowed = await pageOf(app.origin);
      expect(await allowed.evaluate(put)).toBe(200);
    });
  });
});
