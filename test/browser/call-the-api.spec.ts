import { startEmbeddedS3 } from '#embedded-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import corsRule from '../../infra/terraform/modules/tenant/cors-rule.json' with { type: 'json' };
import { ApiClient, use } from '../support/clients/api-client.js';
import { codeBlocks } from '../support/docs/code-blocks.js';
import { InProcessApi, tenantEntry } from '../support/processes/in-process-api.js';
import { TestIssuer } from '../support/fakes/issuer.js';
import { JwksServer } from '../support/fakes/jwks-server.js';
import { PageServer } from '../support/clients/page-server.js';
import { WatchedBrowser } from '../support/clients/watched-browser.js';

const AUDIENCE = 'tenant-presign/team-a';
const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };
const { code } = codeBlocks('call-the-api.md').find(({ file }) => file === 'upload.js')!;
const HTML = `<!doctype html><link rel="icon" href="data:,"><script>${code}</script>`;

describe('docs/call-the-api.md: a page', () => {
  const started = new AsyncDisposableStack();
  let pages: PageServer, strangers: PageServer, api: InProcessApi, browser: WatchedBrowser, token: string;

  beforeAll(async () => {
    const issuers = started.use(await JwksServer.start());
    const issuer = await TestIssuer.create({ issuer: issuers.url, audience: AUDIENCE });
    issuers.publishProvider(issuer.jwks);
    token = await issuer.token({ tenants: 'team-a' });
    pages = started.use(await PageServer.start(HTML));
    strangers = started.use(await PageServer.start(HTML));
    const s3 = started.adopt(
      await startEmbeddedS3({
        region: 'eu-west-1',
        buckets: [{ name: 'team-a-files', credentials: [CREDENTIALS] }],
        cors: [{ ...corsRule, AllowedOrigins: [pages.origin] }],
      }),
      (server) => server.close(),
    );
    const tenant = tenantEntry('team-a', {
      endpoint: s3.endpoint,
      credentials: { type: 'static', ...CREDENTIALS },
      cors: { origins: [pages.origin] },
    });
    const platform = { name: 'platform', ...issuer.options, tenants: '/tenants' };
    api = started.use(await InProcessApi.start({ issuers: [platform], tenants: [tenant] }, Date.now));
    browser = started.use(await WatchedBrowser.start());
  });
  afterAll(() => started.disposeAsync());

  async function uploadFrom(origin: string): Promise<unknown> {
    const page = await browser.page();
    await page.goto(origin);
    const file = `new File(['from a page'], 'page.txt', { type: 'text/plain' })`;
    return page.evaluate(`upload(${JSON.stringify(api.url)}, ${JSON.stringify(token)}, ${file})`);
  }

  it('of an origin that the tenant names uploads a file', async () => {
    expect(await uploadFrom(pages.origin)).toBe('uploads/page.txt');
    expect(browser.errors).toEqual([]);
    const client = new ApiClient(api.url, 'team-a', token);
    const download = await client.sign('downloads', { key: 'uploads/page.txt' });
    expect((await use(download)).text).toBe('from a page');
  });

  it('of another origin does not', async () => {
    await expect(uploadFrom(strangers.origin)).rejects.toThrow('Failed to fetch');
  });
});
