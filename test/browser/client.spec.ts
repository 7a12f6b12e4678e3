import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ApiClient } from '../support/clients/api-client.js';
import { WatchedBrowser } from '../support/clients/watched-browser.js';
import { RandomFiles, sha256Of, type RandomFile } from '../support/generators/random-file.js';

const ready = inject('ready');
const { token } = ready.tenants['team-a']!;
const api = new ApiClient(ready.url, 'team-a', token);
const MB = 1_000_000;
/** Megabytes of the file whose page is closed half way: BROWSER_MB=200 as the issue has it. */
const LARGE = Number(process.env['BROWSER_MB'] ?? 80);
const PART = 8 * 1024 ** 2;

/** The library as a page has it, in one script. */
async function libraryScript(): Promise<string> {
  const input = fileURLToPath(new URL('pages/client.js', import.meta.url));
  await using bundle = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'iife', codeSplitting: false });
  return output[0].code;
}

const clientCode = (options = {}) => `new PresignClient({
  api: ${JSON.stringify(ready.url)}, tenant: 'team-a', token: () => ${JSON.stringify(token)}, ...${JSON.stringify(options)},
})`;

/** Begins an upload of the chosen file. The page says how it ended in `outcome`. */
const begin = (page: Page, key: string, options = {}) =>
  page.evaluate(`{
    globalThis.loaded = 0;
    globalThis.client = ${clientCode(options)};
    globalThis.outcome = client.upload(${JSON.stringify(key)}, document.querySelector('#chosen').files[0], {
      onProgress: (progress) => { globalThis.loaded = progress.loaded; },
    });
    undefined;
  }`);
const outcome = (page: Page) => page.evaluate<{ verified: string; size: number; resumed: number }>('outcome');
const arrived = async (key: string) => sha256Of((await api.sign('downloads', { key })).url);

describe('the library in Chromium', () => {
  let browser: WatchedBrowser, files: RandomFiles, script: string, large: RandomFile;
  beforeAll(async () => {
    [browser, files, script] = await Promise.all([
      WatchedBrowser.start(),
      RandomFiles.create(),
      libraryScript(),
    ]);
    large = await files.file('large.bin', LARGE * MB);
  });
  afterAll(() => Promise.all([browser[Symbol.asyncDispose](), files[Symbol.asyncDispose]()]));

  /** A page that may send to the S3, with the library and the file that its user chose. */
  async function open(path: string): Promise<Page> {
    const page = await browser.page();
    await page.goto(ready.try);
    await page.evaluate(script);
    await page.evaluate(
      `document.body.replaceChildren(Object.assign(document.createElement('input'), { id: 'chosen', type: 'file' }))`,
    );
    await page.locator('#chosen').setInputFiles(path);
    return page;
  }

  it(`finishes ${LARGE} MB whose page was closed half way`, { timeout: 180_000 }, async () => {
    const key = 'client/large.bin';
    const first = await open(large.path);
    await begin(first, key, { parallel: 3 });
    const loaded = () => first.evaluate<number>('loaded');
    await expect.poll(loaded, { timeout: 120_000, interval: 20 }).toBeGreaterThan(large.size / 2);
    await first.close();

    const second = await open(large.path);
    await second.evaluate(`globalThis.client = ${clientCode()}`);
    const listed = await second.evaluate<{ key: string; size: number }[]>('client.interrupted()');
    expect(listed).toMatchObject([{ key, size: large.size }]);
    const parts = new Set<string>();
    second.on('request', (request) => {
      const part = new URL(request.url()).searchParams.get('partNumber');
      if (request.method() === 'PUT' && part !== null) parts.add(part);
    });
    await begin(second, key);
    const { resumed, ...result } = await outcome(second);
    expect(result).toMatchObject({ size: large.size, verified: 'sha256-parts' });
    expect(resumed).toBeGreaterThan(large.size / 2 - 4 * PART);
    expect(parts.size).toBe(Math.ceil((large.size - resumed) / PART));
    expect(await arrived(key)).toBe(large.sha256);
    await second.close();
  });

  it(
    'downloads, lists and removes, and forgets what it was asked to forget',
    { timeout: 60_000 },
    async () => {
      const small = await files.file('small.bin', 100_000);
      const page = await open(small.path);
      await begin(page, 'client/small.bin');
      await outcome(page);
      expect(
        await page.evaluate(
          `client.download('client/small.bin', { verify: false }).then(({ blob }) => blob.size)`,
        ),
      ).toBe(100_000);
      expect(await page.evaluate(`client.remove('client/small.bin').then(({ removed }) => removed)`)).toBe(1);
      await page.evaluate('client.forget()');
      await page.close();
    },
  );

  it('waits without a network, and goes on', { timeout: 60_000 }, async () => {
    const page = await open((await files.file('offline.bin', 20 * MB)).path);
    await browser.context.setOffline(true);
    await begin(page, 'client/offline.bin');
    await page.waitForTimeout(500);
    expect(await page.evaluate('loaded')).toBe(0);
    await browser.context.setOffline(false);
    expect(await outcome(page)).toMatchObject({ size: 20 * MB });
    await page.close();
  });
});
