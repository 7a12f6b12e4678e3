import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { RandomFiles } from '../support/generators/random-file.js';
import { WatchedBrowser } from '../support/clients/watched-browser.js';
import { TryPage } from './support/try-page.js';

// Makes the pictures of the README. `UPDATE_SCREENSHOTS=1 npm test -- browser` writes them to docs/images.

const ready = inject('ready');
const IMAGES = join(import.meta.dirname, '../../docs/images');
const isUpdate = process.env['UPDATE_SCREENSHOTS'] === '1';
const SIZE = { width: 1280, height: 1290 };

describe('the pictures of /try', () => {
  let browser: WatchedBrowser, files: RandomFiles, tried: TryPage;
  beforeAll(async () => {
    [browser, files] = await Promise.all([WatchedBrowser.start(), RandomFiles.create()]);
    tried = await TryPage.open(browser, ready.try);
    const { page } = tried;
    await page.setViewportSize(SIZE);
    // The list of objects is fixed, because other specs store objects of the tenant.
    await page.route('**/objects?*', (route) => route.fulfill({ json: LISTING }));
    await tried.button('Refresh').click();
    await tried.sign('Upload', 'hello.txt');
    await tried.button('Send as signed').click();
    await page.locator('#attempts .good').waitFor();
    await tried.button('Change one letter and send').click();
    await page.locator('#attempts .bad').waitFor();
    await page.getByLabel('Into folder').fill('films');
    // Each file takes one request, because parts would be sent in any order.
    for (const [name, size] of [
      ['holiday.mp4', 8],
      ['beach.mp4', 6],
    ] as const) {
      await tried.choose((await files.file(name, size * 1024 ** 2)).path);
      await tried.upload(name).getByText('uploaded').waitFor();
      await page.locator('#log tbody tr:first-child', { hasText: '/objects' }).waitFor();
    }
    await page.mouse.move(0, 0);
    await page.evaluate('document.activeElement.blur()');
    await page.evaluate(AS_ALWAYS);
  }, 60_000);
  afterAll(() => Promise.all([browser[Symbol.asyncDispose](), files[Symbol.asyncDispose]()]));

  it.each(['light', 'dark'] as const)('%s', async (colorScheme) => {
    await tried.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const image = await tried.page.screenshot({ fullPage: true, clip: { x: 0, y: 0, ...SIZE } });
    const [width, height] = [image.readUInt32BE(16), image.readUInt32BE(20)]; // the chunk IHDR of PNG
    expect({ width, height }).toEqual(SIZE);
    if (!isUpdate) return;
    const path = join(IMAGES, `try-${colorScheme}.png`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, image);
  });
});

const LISTING = {
  folders: ['films/'],
  items: [{ key: 'hello.txt', size: 26, lastModified: '2026-11-24T12:00:00Z', etag: '"0"' }],
};

/** Replaces everything that differs in each run: ports, keys, signatures, ids and times. */
const AS_ALWAYS = `{
  const fixed = [
    [${JSON.stringify(new URL(ready.url).host)}, '127.0.0.1:3000'],
    [${JSON.stringify(new URL(ready.s3).host)}, '127.0.0.1:9000'],
    [/AKIA[0-9A-F]{16}/, 'AKIAIOSFODNN7EXAMPLE'],
    [/Signature=[0-9a-f]{64}/, 'Signature=' + 'b5c1d2e3f4a69788'.repeat(4)],
    [/x-signing-id=\\w{26}/, 'x-signing-id=01M87TF0W3Q1T9Z0XJ9D6J2N4C'],
    [/\\d{8}(T\\d{6}Z)?(?=$|%2F)/, (date, time) => '20261124' + (time ? 'T120000Z' : '')],
    [/\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ/, '2026-11-24T12:02:00Z'],
    [/until .*, limited/, 'until 24 Nov 2026, 12:02, limited'],
    [/^\\w+ \\d+, \\d{4}, .*/, '24 Nov 2026, 12:00'],
    [/^\\d:\\d\\d left$/, '1:58 left'],
    [/^[\\d.]+ KiB$/, '1.2 KiB'],
  ];
  for (let id = setInterval(() => {}); id > 0; id--) clearInterval(id);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { currentNode: text } = texts;
    for (const [found, instead] of fixed) text.data = text.data.replace(found, instead);
  }
}`;
