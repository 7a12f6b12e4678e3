import { PutBucketCorsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import corsRule from '../../infra/terraform/modules/tenant/cors-rule.json' with { type: 'json' };
import { LibraryPage } from '../support/clients/library-page.js';
import { PageServer } from '../support/clients/page-server.js';
import { WatchedBrowser } from '../support/clients/watched-browser.js';
import { RandomFiles, sha256Of } from '../support/generators/random-file.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, sdk, target, tenantOf } from './support/tenants.js';

const MB = 1_000_000;
/** The size in megabytes of the file whose page is closed half way. The issue requires BROWSER_MB=200. */
const LARGE = Number(process.env['BROWSER_MB'] ?? 40);
const PART = 8 * 1024 ** 2;
const TENANT = 'from-browsers';

// The lane `browser` tests the embedded S3, whose CORS rules can't be set with S3's API.
const isRun = LibraryPage.hasChromium && target.server !== 'embedded';

describe.runIf(isRun)('the library in Chromium', { timeout: 180_000 }, () => {
  const started = new AsyncDisposableStack();
  let browser: WatchedBrowser, files: RandomFiles, pages: PageServer, api: StartedApi;
  const allow = (rule: object) =>
    sdk.send(
      new PutBucketCorsCommand({
        Bucket: firstOwner.bucket,
        CORSConfiguration: { CORSRules: [{ ...corsRule, AllowedOrigins: [pages.origin], ...rule }] },
      }),
    );
  const open = async (path: string) => {
    const token = await api.process.issuer.token({ sub: 'alice', tenants: [TENANT] });
    return LibraryPage.open(browser, pages.origin, path, { url: api.process.url, tenant: TENANT, token });
  };
  beforeAll(async () => {
    pages = started.use(
      await PageServer.start('<!doctype html><link rel="icon" href="data:,"><body></body>'),
    );
    const { origin } = pages;
    await allow(corsRule);
    api = started.use(
      await StartedApi.start([tenantOf(firstOwner, TENANT, { cors: { origins: [origin] } })]),
    );
    files = started.use(await RandomFiles.create());
    browser = started.use(await WatchedBrowser.start([new URL(target.endpoint).hostname]));
  }, 60_000);
  afterAll(() => started.disposeAsync());

  it(`finishes ${LARGE} MB whose page was closed half way`, async () => {
    const key = 'users/alice/large.bin';
    const large = await files.file('large.bin', LARGE * MB);
    {
      await using first = await open(large.path);
      await first.configure({ parallel: 2 });
      await first.holdParts(Math.ceil(large.size / 2 / PART) + 1);
      await first.begin(key);
      await expect
        .poll(() => first.loaded(), { timeout: 120_000, interval: 20 })
        .toBeGreaterThan(large.size / 2);
    }
    await using second = await open(large.path);
    const parts = second.watchParts();
    await second.begin(key);
    const { resumed, ...result } = await second.outcome();
    const verified = target.server === 'radosgw' ? 'md5-parts' : 'sha256-parts';
    expect(result).toMatchObject({ size: large.size, verified });
    expect(resumed).toBeGreaterThan(large.size / 2 - 3 * PART);
    expect(parts.size).toBe(Math.ceil((large.size - resumed) / PART));
    const download = await (await api.as('alice', TENANT)).sign('downloads', { key });
    expect(await sha256Of(download.url)).toBe(large.sha256);
  });

  it('compares a download with its CRC64NVME, or with its ETag where CORS rules refuse to ask', async () => {
    await using opened = await open((await files.file('checked.bin', 100_000)).path);
    const shown = target.server === 'radosgw' ? 'md5-parts' : 'crc64nvme';
    const chosen = `document.querySelector('#chosen').files[0]`;
    const download = `client.download('users/alice/checked.bin').then(({ verified }) => verified)`;
    await opened.page.evaluate(
      `client.upload('users/alice/checked.bin', ${chosen}, { checksum: 'crc64nvme' })`,
    );
    expect(await opened.page.evaluate(download)).toBe(shown);

    await allow({ AllowedHeaders: ['range'] });
    await using refused = await open((await files.file('other.bin', 1)).path);
    let asked = 0;
    refused.page.on('request', (request) => {
      if (request.headers()['x-amz-checksum-mode'] !== undefined) asked += 1;
    });
    for (let times = 0; times < 2; times++) {
      expect(await refused.page.evaluate(download)).toBe('md5-parts');
    }
    expect(asked).toBe(2);
    await allow(corsRule);
  });
});
