import type { Page } from 'playwright-core';
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { ApiClient } from '../support/clients/api-client.js';
import { RandomFiles, sha256Of } from '../support/generators/random-file.js';
import { WatchedBrowser } from '../support/clients/watched-browser.js';

const ready = inject('ready');
const client = new ApiClient(ready.url, 'team-a', ready.tenants['team-a']!.token);
const KB = 1024;
const MB = 1024 * KB;
const PART = 5 * MB;

/** What S3 has under a key of team-a. */
async function arrived(key: string): Promise<string> {
  return sha256Of((await client.sign('downloads', { key })).url);
}

describe('/try', () => {
  let browser: WatchedBrowser, files: RandomFiles, page: Page;
  beforeAll(async () => {
    [browser, files] = await Promise.all([WatchedBrowser.start(), RandomFiles.create()]);
  });
  afterAll(() => Promise.all([browser[Symbol.asyncDispose](), files[Symbol.asyncDispose]()]));
  afterEach(() => page.close());

  async function open(url = ready.try): Promise<void> {
    browser.errors.length = 0;
    page = await browser.page();
    await page.goto(url);
  }

  const upload = (name: string) =>
    page.getByRole('list', { name: 'Uploads' }).getByRole('listitem').filter({ hasText: name });
  const choose = (...paths: string[]) => page.getByLabel('Choose files').setInputFiles(paths);
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  /** Numbers of the parts that the page begins to send from now on. */
  function watchParts(): number[] {
    const numbers: number[] = [];
    page.on('request', (request) => {
      const part = new URL(request.url()).searchParams.get('partNumber');
      if (request.method() === 'PUT' && part !== null) numbers.push(Number(part));
    });
    return numbers;
  }

  describe('uploads', () => {
    it('files of 1 KB and 6 MB at once, which arrive as they are and can be downloaded', async () => {
      await open();
      const [small, medium] = [await files.file('small.bin', KB), await files.file('medium.bin', 6 * MB)];
      await choose(small.path, medium.path);
      await upload('small.bin').getByText('1.0 KiB, uploaded as try/small.bin').waitFor();
      await upload('medium.bin').getByText('6.0 MiB, uploaded as try/medium.bin').waitFor();
      await button('Open the folder above').click();
      await button('Open try/').click();
      expect(await arrived('try/small.bin')).toBe(small.sha256);

      const [download] = await Promise.all([
        page.waitForEvent('download'),
        button('Download try/medium.bin').click(),
      ]);
      const bytes = await readFile(await download.path());
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(medium.sha256);
      expect(download.suggestedFilename()).toBe('medium.bin');
      expect(await page.locator('#constraints').innerText()).toContain('attachment');
      expect(browser.errors).toEqual([]);
    });

    it('120 MB in parts, of which one fails and is sent again', { timeout: 120_000 }, async () => {
      await open();
      const file = await files.file('large.bin', 120 * MB);
      const parts = watchParts();
      let failures = 1;
      await page.route(
        (url) => url.searchParams.get('partNumber') === '4',
        (route) => (failures-- > 0 ? route.abort('connectionreset') : route.continue()),
      );
      await choose(file.path);
      await upload('large.bin').getByText('uploaded as try/large.bin').waitFor({ timeout: 100_000 });
      const every = Array.from({ length: Math.ceil(file.size / PART) }, (_, index) => index + 1);
      expect(parts).toEqual([...every.slice(0, 4), 4, ...every.slice(4)]);
      expect(await arrived('try/large.bin')).toBe(file.sha256);
    });

    it('what is dropped on the page', async () => {
      await open();
      const dropped = await page.evaluateHandle(`(() => {
        const data = new DataTransfer();
        data.items.add(new File(['dropped\\n'], 'dropped.txt', { type: 'text/plain' }));
        return data;
      })()`);
      await page.dispatchEvent('#drop', 'drop', { dataTransfer: dropped });
      await upload('dropped.txt').getByText('uploaded as try/dropped.txt').waitFor();
      expect(await arrived('try/dropped.txt')).toBe(createHash('sha256').update('dropped\n').digest('hex'));
    });

    it('pause, and go on with the parts that have arrived', async () => {
      await open();
      const file = await files.file('paused.bin', 30 * MB);
      const parts = watchParts();
      const held = Promise.withResolvers<void>();
      await page.route(
        (url) => url.searchParams.get('partNumber') === '3',
        async (route) => {
          await held.promise;
          await route.continue().catch(() => undefined); // the page has given it up
        },
      );
      await choose(file.path);
      await expect.poll(() => parts, { timeout: 10_000 }).toEqual([1, 2, 3]);
      await button('Pause paused.bin').click();
      await upload('paused.bin').getByText('33 % of 30 MiB, paused').waitFor();
      held.resolve();
      await page.waitForTimeout(500);
      expect(parts).toEqual([1, 2, 3]);

      await button('Resume paused.bin').click();
      await upload('paused.bin').getByText('uploaded as try/paused.bin').waitFor();
      expect(parts).toEqual([1, 2, 3, 3, 4, 5, 6]);
      expect(await arrived('try/paused.bin')).toBe(file.sha256);
    });

    it('fail, and are tried again', async () => {
      await open();
      const file = await files.file('unlucky.bin', KB);
      await page.route('**/s3/params?*', (route) => route.abort());
      await choose(file.path);
      await upload('unlucky.bin').getByText('Failed: Failed to fetch').waitFor();
      await page.unroute('**/s3/params?*');
      await button('Retry unlucky.bin').click();
      await upload('unlucky.bin').getByText('uploaded as try/unlucky.bin').waitFor();
      expect(await arrived('try/unlucky.bin')).toBe(file.sha256);
    });

    it('can be cancelled, and nothing is left behind', async () => {
      await open();
      const file = await files.file('cancelled.bin', 12 * MB);
      await page.route(
        (url) => url.searchParams.get('partNumber') === '2',
        () => undefined, // never sent
      );
      const parts = watchParts();
      await choose(file.path);
      await expect.poll(() => parts, { timeout: 10_000 }).toEqual([1, 2]);
      const aborted = page.waitForResponse((response) => response.request().method() === 'DELETE');
      await button('Cancel cancelled.bin').click();
      expect((await aborted).status()).toBe(200);
      expect(await upload('cancelled.bin').count()).toBe(0);
      const download = await client.sign('downloads', { key: 'try/cancelled.bin' });
      expect((await fetch(download.url)).status).toBe(404);
    });

    it('what a tenant doesn’t take is refused in words, before a byte is sent', async () => {
      await open();
      await page.getByLabel('team-b').check();
      await choose((await files.file('film.mp4', KB)).path, (await files.file('huge.txt', 11 * MB)).path);
      await upload('film.mp4')
        .getByText('You can only upload: text/plain, image/png, application/pdf')
        .waitFor();
      await upload('huge.txt').getByText('exceeds maximum allowed size of 10 MB').waitFor();
      await choose((await files.file('small.txt', KB)).path);
      await upload('small.txt').getByText('uploaded as try/small.txt').waitFor();
      expect(await page.locator('#constraints').innerText()).toMatch(/maxFileSize\s+10485760/);
    });
  });

  it('signs requests, and shows what S3 holds the client to and how long they live', async () => {
    await open();
    await page.getByLabel('Operation').selectOption('Upload');
    await page.getByLabel('Key').fill('by-hand.txt');
    await page.getByLabel('Seconds').fill('3');
    await button('Sign').click();
    const timer = page.getByRole('timer', { name: 'Time left' });
    await timer.getByText(/^0:0[123] left$/).waitFor();
    const constraints = page.getByRole('table', { name: 'Constraints' });
    await constraints.getByRole('row', { name: 'contentType application/octet-stream s3' }).waitFor();
    expect(await page.locator('#signed-request').innerText()).toMatch(/^PUT http.*by-hand\.txt\?X-Amz-/);
    await timer.getByText('ended').waitFor();
    expect(browser.errors).toEqual([]);
  });

  it('shows what is refused in the API’s words', async () => {
    await open();
    await page.getByLabel('Key').fill('a/../b');
    await button('Sign').click();
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('..');
  });

  describe('the token', () => {
    it('leaves the address bar, lives as long as the tab, and is in no cookie', async () => {
      await open();
      await page.getByRole('heading', { name: 'Objects' }).waitFor();
      expect(page.url()).toBe(`${ready.url}/try`);
      await page.reload();
      await page.getByRole('heading', { name: 'Objects' }).waitFor();
      expect(await page.evaluate('localStorage.length')).toBe(0);
      expect(await browser.context.cookies()).toEqual([]);
    });

    it('is asked for where there is none, and nothing else helps', async () => {
      await open(`${ready.url}/try`);
      await page.getByLabel('Token').fill('nonsense');
      await button('Use it').click();
      await page.getByText('This is no token').waitFor();
      await page.getByLabel('Token').fill(`${ready.tenants['team-b']!.token.slice(0, -8)}AAAAAAAA`);
      await button('Use it').click();
      await expect.poll(() => page.getByRole('alert').innerText()).toMatch(/token/i);
      await page.reload();
      await page.getByLabel('Token').fill(ready.tenants['team-b']!.token);
      await button('Use it').click();
      await page.getByRole('heading', { name: 'Objects' }).waitFor();
      expect(await page.getByRole('radio').count()).toBe(1);
    });
  });
});
