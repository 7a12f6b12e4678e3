import { expect, inject, it } from 'vitest';
import { ApiClient, use } from '../support/api-client.js';
import { codeBlocks } from '../support/code-blocks.js';
import { WatchedBrowser } from '../support/watched-browser.js';

const ready = inject('ready');
const { token } = ready.tenants['team-a']!;

it('docs/call-the-api.md: a page uploads a file', async () => {
  const { code } = codeBlocks('call-the-api.md').find(({ file }) => file === 'upload.js')!;
  await using browser = await WatchedBrowser.start();
  const page = await browser.page();
  const app = `${ready.url}/app`; // the application's own page, here of the API's origin
  await page.route(app, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<link rel="icon" href="data:,"><script>${code}</script>`,
    }),
  );
  await page.goto(app);
  const uploaded = await page.evaluate(
    `upload(${JSON.stringify(ready.url)}, ${JSON.stringify(token)}, new File(['from a page'], 'page.txt', { type: 'text/plain' }))`,
  );
  expect(uploaded).toBe('uploads/page.txt');
  expect(browser.mistakes).toEqual([]);

  const download = await new ApiClient(ready.url, 'team-a', token).sign('downloads', {
    key: 'uploads/page.txt',
  });
  expect((await use(download)).text).toBe('from a page');
});
