import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkedFiles } from '../../scripts/words.mjs';
import { WatchedBrowser } from '../support/clients/watched-browser.js';
import { brokenLinks } from './links.js';
import { BuiltSite } from './support.js';

const started = new AsyncDisposableStack();
let site: BuiltSite, browser: WatchedBrowser, pages: Map<string, string>;
beforeAll(async () => {
  site = started.use(await BuiltSite.build());
  browser = started.use(await WatchedBrowser.start());
  pages = await site.pages();
});
afterAll(() => started.disposeAsync());

it('has every page of docs', () => {
  const expected = checkedFiles()
    .filter((path) => /^docs\/(?!contributing\/vale\/).*\.md$/.test(path))
    .map((path) => path.replace(/^docs(.*)\.md$/, '$1.html'));
  expect(expected.length).toBeGreaterThan(50);
  expect([...pages.keys()].filter((path) => path !== '/404.html').toSorted()).toEqual(expected.toSorted());
});

it('has no link that leads nowhere', async () => {
  expect(await brokenLinks(pages, site.has)).toEqual([]);
});

it('finds links that lead nowhere', async () => {
  const page =
    '<h2 id="there">…</h2><a class="x" href="#there">…</a><a href="#missing">…</a><a href="b.html">…</a>';
  expect(await brokenLinks(new Map([['/a.html', page]]), () => Promise.resolve(false))).toEqual([
    '/a.html: #missing',
    '/a.html: b.html',
  ]);
});

it('finds a page by a word in it', async () => {
  const page = await browser.page();
  await page.goto(`${site.url}/index.html`);
  const search = page.locator('#localsearch-input');
  const opens = async () => {
    await page.keyboard.press('/'); // has no effect until the page's script runs
    return search.isVisible();
  };
  await expect.poll(opens, { timeout: 20_000 }).toBe(true);
  await search.fill('validity_too_short');
  await page.locator('.result').first().click();
  await expect.poll(() => page.url(), { timeout: 10_000 }).toContain('/problems.html#validity_too_short');
  await page.close();
});

it('draws the diagrams of a page, which also fits a phone', async () => {
  const page = await browser.page();
  await page.setViewportSize({ width: 375, height: 700 });
  await page.goto(`${site.url}/architecture.html`);
  const diagrams = pages.get('/architecture.html')!.match(/<pre class="mermaid"/g)!.length;
  expect(diagrams).toBeGreaterThan(3);
  await expect.poll(() => page.locator('pre.mermaid svg').count(), { timeout: 20_000 }).toBe(diagrams);
  expect(await page.locator('pre.mermaid').allTextContents()).not.toContain('Syntax error');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
  await page.close();
});

it('asks no other host, and logs no error', () => {
  expect(browser.errors).toEqual([]);
});
