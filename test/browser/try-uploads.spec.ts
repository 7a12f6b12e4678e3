import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { ApiClient } from '../support/clients/api-client.js';
import { RandomFiles, sha256Of } from '../support/generators/random-file.js';
import { WatchedBrowser } from '../support/clients/watched-browser.js';
import { TryPage } from './support/try-page.js';

const ready = inject('ready');
const client = new ApiClient(ready.url, 'team-a', ready.tenants['team-a']!.token);
const KB = 1024;
const MB = 1024 * KB;
/** The size in bytes of three parts: 8 MiB, 8 MiB and 1 MiB. */
const THREE_PARTS = 17 * MB;
const inOrder = (numbers: readonly number[]) => numbers.toSorted((one, other) => one - other);

/** Returns the digest of the object that S3 has under a key of team-a. */
const arrived = async (key: string) => sha256Of((await client.sign('downloads', { key })).url);

describe('uploads from /try', () => {
  let browser: WatchedBrowser, files: RandomFiles, tried: TryPage;
  beforeAll(async () => {
    [browser, files] = await Promise.all([WatchedBrowser.start(), RandomFiles.create()]);
  });
  afterAll(() => Promise.all([browser[Symbol.asyncDispose](), files[Symbol.asyncDispose]()]));
  beforeEach(async () => {
    tried = await TryPage.open(browser, ready.try);
    await tried.page.getByLabel('Into folder').fill('try');
  });
  afterEach(async () => {
    await browser.context.setOffline(false);
    await tried.page.close();
  });

  async function chooseAgain(key: string, path: string): Promise<void> {
    const [chooser] = await Promise.all([
      tried.page.waitForEvent('filechooser'),
      tried.button(`Choose again ${key}`).click(),
    ]);
    await chooser.setFiles(path);
  }

  it('arrive as they are, verified, and can be downloaded', async () => {
    const [small, large] = [await files.file('small.bin', KB), await files.file('large.bin', THREE_PARTS)];
    await tried.choose(small.path, large.path);
    await tried.upload('try/small.bin').getByText('1.0 KiB, uploaded, verified by SHA-256').waitFor();
    await tried.upload('try/large.bin').getByText('17 MiB, uploaded, verified by SHA-256').waitFor();
    expect(await arrived('try/small.bin')).toBe(small.sha256);
    await tried.button('Open try/').click();
    const [download] = await Promise.all([
      tried.page.waitForEvent('download'),
      tried.button('Download try/large.bin').click(),
    ]);
    const bytes = await readFile(await download.path());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(large.sha256);
    expect(download.suggestedFilename()).toBe('large.bin');
    expect(await tried.page.locator('#constraints').innerText()).toContain('attachment');
    expect(tried.errors()).toEqual([]);
  });

  it('go past the API, which the page counts', async () => {
    const file = await files.file('counted.bin', 9 * MB);
    await tried.choose(file.path);
    await tried.upload('counted.bin').getByText('uploaded').waitFor();
    const text = (selector: string) => tried.page.locator(selector).innerText();
    expect(await text('#to-s3')).toBe('9.0 MiB of your files in 2 requests');
    expect(await text('#to-api')).toMatch(
      /^0 B of your files, (?:\d+ B|[\d.]+ KiB) of JSON in \d+ requests$/,
    );
    const log = tried.page.getByRole('table', { name: 'Last requests' });
    await log.getByRole('row', { name: 'S3 PUT /team-a-files/try/counted.bin 8.0 MiB 200' }).waitFor();
    await log.getByRole('row', { name: /^API POST .*\/complete .*200$/ }).waitFor();
  });

  it('send a part again that failed', async () => {
    const file = await files.file('unlucky.bin', THREE_PARTS);
    const parts = tried.watchParts();
    await tried.breakPart(2);
    await tried.choose(file.path);
    await tried.upload('unlucky.bin').getByText('uploaded').waitFor();
    expect(inOrder(parts)).toEqual([1, 2, 3]);
    expect(await arrived('try/unlucky.bin')).toBe(file.sha256);
  });

  it('take files and folders that are dropped', async () => {
    const folder = join(dirname((await files.file('dropped.bin', KB)).path), 'album');
    await mkdir(join(folder, 'sub'), { recursive: true });
    await writeFile(join(folder, 'a.txt'), 'a');
    await writeFile(join(folder, 'sub/b.txt'), 'b');
    await tried.drop(folder, join(dirname(folder), 'dropped.bin'));
    for (const key of ['try/album/a.txt', 'try/album/sub/b.txt', 'try/dropped.bin']) {
      await tried.upload(key).getByText('uploaded').waitFor();
    }
    expect(await arrived('try/album/sub/b.txt')).toBe(createHash('sha256').update('b').digest('hex'));
  });

  it('pause, and go on with the parts that have arrived', async () => {
    const file = await files.file('paused.bin', THREE_PARTS);
    const parts = tried.watchParts();
    await tried.holdParts(3);
    await tried.choose(file.path);
    await tried.upload('paused.bin').getByText('94 % of 17 MiB').waitFor();
    await tried.button('Pause try/paused.bin').click();
    await tried.upload('paused.bin').getByText('94 % of 17 MiB, paused').waitFor();
    await tried.holdParts(Infinity);
    expect(inOrder(parts)).toEqual([1, 2]);
    await tried.button('Resume try/paused.bin').click();
    await tried.upload('paused.bin').getByText('uploaded, verified by SHA-256, resumed at 94 %').waitFor();
    expect(inOrder(parts)).toEqual([1, 2, 3]);
    expect(await arrived('try/paused.bin')).toBe(file.sha256);
  });

  it('go on after a reload, with the same file chosen again', async () => {
    const file = await files.file('reloaded.bin', THREE_PARTS);
    await tried.holdParts(3);
    await tried.choose(file.path);
    await tried.upload('reloaded.bin').getByText('94 % of 17 MiB').waitFor();
    await tried.page.reload();
    await tried.upload('try/reloaded.bin').getByText('interrupted').waitFor();
    const parts = tried.watchParts();
    await chooseAgain('try/reloaded.bin', (await files.file('another.bin', KB)).path);
    await tried.page.getByRole('alert').getByText('another.bin is not the file').waitFor();
    expect(parts).toEqual([]);
    await chooseAgain('try/reloaded.bin', file.path);
    await tried.upload('reloaded.bin').getByText('resumed at 94 %').waitFor();
    expect(parts).toEqual([3]);
    expect(await arrived('try/reloaded.bin')).toBe(file.sha256);
    await tried.page.reload();
    await tried.button('Open try/').waitFor();
    expect(await tried.page.getByText('interrupted').count()).toBe(0);
  });

  it('wait without a network, and go on', async () => {
    const file = await files.file('offline.bin', THREE_PARTS);
    await browser.context.setOffline(true);
    await tried.choose(file.path);
    await tried.page.getByText('You are offline').waitFor();
    await tried.upload('offline.bin').getByText('0 % of 17 MiB, waiting for the network').waitFor();
    await browser.context.setOffline(false);
    await tried.upload('offline.bin').getByText('uploaded').waitFor();
    expect(await tried.page.getByText('You are offline').isVisible()).toBe(false);
    expect(await arrived('try/offline.bin')).toBe(file.sha256);
  });

  it('can be cancelled, also after a reload, and nothing is left behind', async () => {
    const file = await files.file('cancelled.bin', THREE_PARTS);
    for (const isReloaded of [false, true]) {
      await tried.holdParts(3);
      await tried.choose(file.path);
      await tried.upload('cancelled.bin').getByText('94 % of 17 MiB').waitFor();
      if (isReloaded) await tried.page.reload();
      const aborted = tried.page.waitForResponse((response) => response.request().method() === 'DELETE');
      await tried.button('Cancel try/cancelled.bin').click();
      expect((await aborted).status()).toBe(204);
      await expect.poll(() => tried.upload('cancelled.bin').count()).toBe(0);
      const download = await client.sign('downloads', { key: 'try/cancelled.bin' });
      expect((await fetch(download.url)).status).toBe(404);
    }
  });

  it('fail in the words of the API, and are tried again', async () => {
    await tried.page.getByLabel('team-b').check();
    await tried.choose((await files.file('film.mp4', KB)).path, (await files.file('huge.txt', 11 * MB)).path);
    await tried
      .upload('film.mp4')
      .getByText(/text\/plain, image\/png, application\/pdf.*invalid_request/)
      .waitFor();
    await tried
      .upload('huge.txt')
      .getByText(/10485760.*invalid_request/)
      .waitFor();

    const file = await files.file('retried.txt', KB);
    let refusals = 1;
    await tried.page.route('**/uploads', (route) =>
      refusals-- > 0
        ? route.fulfill({ status: 403, json: { code: 'access_denied', detail: 'No.' } })
        : route.continue(),
    );
    await tried.choose(file.path);
    await tried.upload('retried.txt').getByText('No. (access_denied)').waitFor();
    await tried.button('Retry retried.txt').click();
    await tried.upload('retried.txt').getByText('uploaded').waitFor();
    expect(tried.errors(400, 403)).toEqual([]);
  });

  it('of one tenant go on while another tenant is shown', async () => {
    const file = await files.file('hidden.bin', THREE_PARTS);
    await tried.holdParts(1);
    await tried.choose(file.path);
    await tried.upload('hidden.bin').getByText('0 % of 17 MiB').waitFor();
    await tried.page.getByLabel('team-b').check();
    expect(await tried.upload('hidden.bin').count()).toBe(0);
    await tried.holdParts(Infinity);
    await tried.page.getByLabel('team-a').check();
    await tried.upload('hidden.bin').getByText('uploaded').waitFor();
    expect(await arrived('try/hidden.bin')).toBe(file.sha256);
  });
});
