import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { ApiClient, use } from '../support/clients/api-client.js';
import { WatchedBrowser } from '../support/clients/watched-browser.js';
import { TryPage } from './support/try-page.js';

const ready = inject('ready');
const apiOf = (tenant: string) => new ApiClient(ready.url, tenant, ready.tenants[tenant]!.token);
const run = promisify(execFile);

async function put(tenant: string, key: string, body: string): Promise<void> {
  const signed = await apiOf(tenant).sign('uploads', {
    key,
    contentType: 'text/plain',
    contentLength: Buffer.byteLength(body),
  });
  expect((await use(signed, { body })).status).toBe(200);
}

describe('/try', () => {
  let browser: WatchedBrowser, tried: TryPage, folder: string;
  beforeAll(async () => {
    [browser, folder] = await Promise.all([WatchedBrowser.start(), mkdtemp(join(tmpdir(), 'try-'))]);
    await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  });
  afterAll(() => Promise.all([browser[Symbol.asyncDispose](), rm(folder, { recursive: true })]));
  beforeEach(async () => {
    tried = await TryPage.open(browser, ready.try);
  });
  afterEach(() => tried.page.close());

  describe('a signed request', () => {
    it('is shown with what S3 enforces and how long it is valid', async () => {
      await tried.page.getByLabel('Content type', { exact: true }).fill('text/x-demo');
      await tried.page.getByLabel('Bytes', { exact: true }).fill('7');
      await tried.page.getByLabel('Seconds').fill('3');
      await tried.sign('Upload', 'by-hand.txt');
      const timer = tried.page.getByRole('timer', { name: 'Time left' });
      await timer.getByText(/^0:0[123] left$/).waitFor();
      const constraints = tried.page.getByRole('table', { name: 'Constraints' });
      await constraints.getByRole('row', { name: 'contentType text/x-demo s3' }).waitFor();
      await constraints.getByRole('row', { name: 'contentLength 7 s3' }).waitFor();
      const request = await tried.page.getByRole('group', { name: 'Signed request' }).innerText();
      expect(request).toMatch(/^PUT http.*by-hand\.txt\n\?X-Amz-/);
      await timer.getByText('expired').waitFor();
      expect(tried.errors()).toEqual([]);
    });

    it('works as it is, and is refused with one letter changed', async () => {
      await tried.sign('Upload', 'demo/letter.txt');
      await tried.button('Send as signed').click();
      await tried.attempts().first().getByText('200: S3 accepts it').waitFor();
      await tried.button('Open demo/').waitFor(); // the list is up to date
      for (const [what, code] of [
        ['the key', 'SignatureDoesNotMatch'],
        ['the expiry', 'SignatureDoesNotMatch'],
        ['the signature', 'SignatureDoesNotMatch'],
        ['the content type', 'SignatureDoesNotMatch'],
      ] as const) {
        const before = await tried.attempts().count();
        await tried.page.getByLabel('Letter of').selectOption(what);
        await tried.button('Change one letter and send').click();
        await expect.poll(() => tried.attempts().count()).toBe(before + 1);
        expect(await tried.attempts().first().innerText(), what).toContain(`403 ${code}: S3 refuses it`);
        expect(await tried.attempts().first().locator('mark').innerText()).toMatch(/^\w$/);
      }
      expect(tried.errors(403)).toEqual([]);
    });

    it('of a download is refused with the API’s explanation', async () => {
      await put('team-a', 'demo/down.txt', 'down');
      await tried.sign('Download', 'demo/down.txt');
      await tried.button('Send as signed').click();
      await tried.attempts().first().getByText('200: S3 accepts it').waitFor();
      await tried.button('Change one letter and send').click();
      await tried.attempts().first().getByText('403 SignatureDoesNotMatch: S3 refuses it').waitFor();
      expect(await tried.attempts().first().innerText()).toContain('The API explains:');
    });

    it('is copied as a curl command that works in a shell', async () => {
      const copied = async (name: string) => {
        await tried.button(name).click();
        return tried.page.evaluate<string>('navigator.clipboard.readText()');
      };
      const key = `demo/it's "$HOME" ü %41.txt`;
      await tried.sign('Upload', key);
      await tried.button('Copy URL').waitFor();
      const signed = new URL(await copied('Copy URL'));
      expect(signed.searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
      await run('sh', ['-c', await copied('Copy as curl')], { cwd: folder });
      await tried.page.getByLabel('Bytes', { exact: true }).fill('');
      await tried.button('Sign').click();
      await expect.poll(() => copied('Copy as curl')).toContain('printf');
      await run('sh', ['-c', await copied('Copy as curl')], { cwd: folder });
      await tried.sign('Download', key);
      await expect.poll(() => copied('Copy as curl')).toContain(' -o ');
      await run('sh', ['-c', await copied('Copy as curl')], { cwd: folder });
      const name = `it's "$HOME" ü %41.txt`;
      expect(await readFile(join(folder, name), 'utf8')).toBe('hello from tenant-presign\n');
      await tried.sign('Head', key);
      await expect.poll(() => copied('Copy as curl')).toContain(' -I ');
      expect((await run('sh', ['-c', await copied('Copy as curl')])).stdout).toMatch(/content-length: 26/i);
      await tried.sign('Delete', key);
      await expect.poll(() => copied('Copy as curl')).toContain('-X DELETE');
      await run('sh', ['-c', await copied('Copy as curl')]);
      const download = await apiOf('team-a').sign('downloads', { key });
      expect((await fetch(download.url)).status).toBe(404);
    });

    it('that is refused is explained in place, in the API’s words, until it is dismissed', async () => {
      await tried.sign('Download', 'a/../b');
      const problem = tried.page.locator('#sign').getByRole('alert');
      await problem.getByText('The key has a segment').waitFor();
      expect(await problem.innerText()).toMatch(/invalid_key, status 400, request [\w-]+/);
      expect(await tried.page.locator('#signed').isVisible()).toBe(false);
      await tried.button('Dismiss the error in sign').click();
      expect(await problem.innerText()).toBe('');
    });
  });

  describe('objects', () => {
    it('are shown by folder, with date and time, and deleted after a question', async () => {
      await put('team-a', 'shelf/one/a.txt', 'a');
      await put('team-a', 'shelf/one/b.txt', 'b');
      await put('team-a', 'shelf/c.txt', 'c');
      await tried.button('Refresh').click();
      await tried.button('Open shelf/').click();
      const table = tried.page.getByRole('table', { name: 'Objects' });
      await table.getByRole('row', { name: /^c\.txt 1 B \w.*\d{4}, \d+:\d\d/ }).waitFor();
      expect(await tried.page.getByLabel('Into folder').inputValue()).toBe('shelf/');

      await tried.button('Open shelf/one/').click();
      await tried.button('Delete shelf/one/a.txt').click();
      await tried.button('Keep').click();
      await tried.button('Delete shelf/one/a.txt').click();
      await tried.page.getByRole('dialog', { name: 'Delete shelf/one/a.txt?' }).waitFor();
      await tried.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await expect.poll(() => tried.button('Delete shelf/one/a.txt').count()).toBe(0);
      await tried.button('Download shelf/one/b.txt').waitFor();

      await tried.button('Open the whole bucket').click();
      await tried.button('Delete shelf/').click();
      await tried.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await expect.poll(() => tried.button('Open shelf/').count()).toBe(0);
      await expect.poll(() => tried.page.getByRole('status').innerText()).toBe('2 objects deleted.');
      expect(tried.errors()).toEqual([]);
    });

    it('of another tenant leave the page with its other rows', async () => {
      await put('team-a', 'of-a.txt', 'a');
      await put('team-b', 'of-b.txt', 'b');
      await tried.button('Refresh').click();
      await tried.button('Download of-a.txt').waitFor();
      await tried.sign('Download', 'of-a.txt');
      await tried.button('Copy URL').waitFor();
      const listing = Promise.withResolvers<void>();
      await tried.page.route('**/team-b/objects?*', async (route) => {
        await listing.promise;
        await route.continue();
      });
      await tried.page.getByLabel('team-b').check();
      expect(await tried.page.getByText('of-a.txt').count()).toBe(0);
      expect(await tried.page.locator('#signed').isVisible()).toBe(false);
      listing.resolve();
      await tried.button('Download of-b.txt').waitFor();
    });
  });

  describe('the token', () => {
    it('leaves the address bar, lives as long as the tab, and is in no cookie', async () => {
      await tried.page.getByRole('heading', { name: 'Objects' }).waitFor();
      expect(tried.page.url()).toBe(`${ready.url}/try`);
      await tried.page.reload();
      await tried.page.getByRole('heading', { name: 'Objects' }).waitFor();
      expect(await tried.page.evaluate('localStorage.length')).toBe(0);
      expect(await browser.context.cookies()).toEqual([]);
    });

    it('is asked for where there is none, and nothing else helps', async () => {
      await tried.page.close();
      tried = await TryPage.open(browser, `${ready.url}/try`);
      await tried.page.getByLabel('Token').fill('nonsense');
      await tried.button('Use it').click();
      await tried.page.getByText('This is not a token').waitFor();
      await tried.page.getByLabel('Token').fill(`${ready.tenants['team-b']!.token.slice(0, -8)}AAAAAAAA`);
      await tried.button('Use it').click();
      await tried.page.locator('#objects').getByRole('alert').getByText(/token/i).first().waitFor();
      await tried.page.reload();
      await tried.page.getByLabel('Token').fill(ready.tenants['team-b']!.token);
      await tried.button('Use it').click();
      await tried.page.getByRole('heading', { name: 'Objects' }).waitFor();
      expect(await tried.page.getByRole('radio').count()).toBe(1);
    });
  });
});
