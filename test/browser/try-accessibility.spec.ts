import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { HARD_TO_READ } from '../support/checks/contrast.js';
import { RandomFiles } from '../support/generators/random-file.js';
import { WatchedBrowser } from '../support/clients/watched-browser.js';
import { TryPage } from './support/try-page.js';

// Tests the criteria of WCAG 2.2 AA that a tool can check, with Chromium's accessibility tree and computed styles.

const ready = inject('ready');

interface Node {
  readonly role: string;
  readonly name: string;
}

const NEED_NAMES =
  /^(?:button|textbox|combobox|radio|spinbutton|link|progressbar|radiogroup|group|region|table|list|navigation|timer|main|form)$/;

describe('/try', () => {
  let browser: WatchedBrowser, files: RandomFiles, tried: TryPage, page: Page;

  /**
   * Prepares a page with all elements: completed, failed and paused uploads, objects, a signed request with answers, a
   * problem.
   */
  beforeAll(async () => {
    [browser, files] = await Promise.all([WatchedBrowser.start(), RandomFiles.create()]);
    tried = await TryPage.open(browser, ready.try);
    ({ page } = tried);
    await page.getByLabel('team-b').check();
    await page.getByLabel('Into folder').fill('accessible/');
    const chosen = [await files.file('notes.txt', 1024), await files.file('film.mp4', 1024)];
    await tried.choose(...chosen.map(({ path }) => path));
    await tried.upload('notes.txt').getByText('uploaded').waitFor();
    await tried.upload('film.mp4').getByText('invalid_request').waitFor();
    await tried.button('Open accessible/').click();
    await tried.button('Download accessible/notes.txt').waitFor();
    await tried.holdParts(1);
    await tried.choose((await files.file('paused.txt', 9 * 1024 ** 2)).path);
    await tried.button('Pause accessible/paused.txt').click();
    await tried.button('Resume accessible/paused.txt').waitFor();
    await tried.sign('Head', 'accessible/notes.txt');
    await tried.button('Send as signed').click();
    await page.locator('#attempts .good').waitFor();
    await tried.button('Change one letter and send').click();
    await page.locator('#attempts .bad').waitFor();
    await page.route('**/team-b/objects?*', (route) =>
      route.fulfill({ status: 503, json: { detail: 'At capacity.' } }),
    );
    await tried.button('Refresh').click();
    await page.getByText('At capacity.').waitFor();
    await page.unrouteAll();
  }, 60_000);
  afterAll(() => Promise.all([browser[Symbol.asyncDispose](), files[Symbol.asyncDispose]()]));

  async function tree(): Promise<Node[]> {
    const session: CDPSession = await browser.context.newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    await session.detach();
    return nodes
      .filter(({ ignored }) => !ignored)
      .map(({ role, name }) => ({ role: String(role?.value), name: String(name?.value ?? '') }));
  }

  it('names every control and landmark, and no two buttons alike', async () => {
    const nodes = await tree();
    const unnamed = nodes.filter(({ role, name }) => NEED_NAMES.test(role) && role !== 'main' && name === '');
    expect(unnamed).toEqual([]);
    const buttons = nodes.filter(({ role }) => role === 'button').map(({ name }) => name);
    expect(buttons.length).toBeGreaterThan(5);
    expect(new Set(buttons).size).toBe(buttons.length);
    expect(nodes.filter(({ role }) => role === 'progressbar').map(({ name }) => name)).toEqual([
      'Progress of accessible/paused.txt',
    ]);
  });

  it('has one title, one main part, and headings in order', async () => {
    expect(await page.title()).toBe('Try tenant-presign');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect((await tree()).filter(({ role }) => role === 'main')).toHaveLength(1);
    const levels = await page
      .locator('h1, h2, h3')
      .evaluateAll((headings) => headings.map((each) => each.tagName));
    expect(levels.filter((level) => level === 'H1')).toHaveLength(1);
    expect(levels[0]).toBe('H1');
    expect(levels.slice(1).every((level) => level === 'H2')).toBe(true);
  });

  it('says what happens', async () => {
    const news = page.getByRole('status');
    await tried.button('Resume accessible/paused.txt').click();
    await tried.button('Pause accessible/paused.txt').click();
    await expect.poll(() => news.innerText()).toBe('accessible/paused.txt is paused.');
    await tried.button('Resume accessible/paused.txt').waitFor();
  });

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    beforeAll(() => page.emulateMedia({ colorScheme }));

    it('can be read', async () => {
      const { checked, bad } = await page.evaluate<{ checked: number; bad: string[] }>(HARD_TO_READ);
      expect(checked).toBeGreaterThan(30);
      expect(bad).toEqual([]);
    });

    it('is what was asked for', async () => {
      const [red = 0] = await page.evaluate<number[]>(
        `getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)`,
      );
      expect(red > 128).toBe(colorScheme === 'light');
    });
  });

  it('the check of contrast sees what is too pale', async () => {
    await page.evaluate(`document.querySelector('h1').style.setProperty('color', '#949494')`);
    await page.emulateMedia({ colorScheme: 'light' });
    const { bad } = await page.evaluate<{ bad: string[] }>(HARD_TO_READ);
    expect(bad).toEqual([expect.stringContaining('Try tenant-presign 2.8')]);
    await page.evaluate(`document.querySelector('h1').style.removeProperty('color')`);
  });

  it('is used by the keyboard alone, and shows where it is', async () => {
    await page.mouse.click(2, 2); // the focus is before all elements
    const reached: string[] = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate<{ name: string; outline: number } | null>(FOCUSED);
      if (focused === null || reached.includes(focused.name)) break;
      expect(focused.outline, focused.name).toBeGreaterThanOrEqual(2);
      reached.push(focused.name);
    }
    expect(reached).toEqual([
      'API documentation',
      'team-b',
      'folder',
      'files',
      'folders',
      'Resume accessible/paused.txt',
      'Cancel accessible/paused.txt',
      ...['film.mp4', 'notes.txt'].flatMap((name) => [
        ...(name === 'film.mp4' ? [`Retry accessible/${name}`] : []),
        `Dismiss accessible/${name}`,
      ]),
      'Refresh',
      'Open the whole bucket',
      'Dismiss the error in objects',
      'Download accessible/notes.txt',
      'Delete accessible/notes.txt',
      'operation',
      'key',
      'expiresIn',
      'Sign',
      'Signed request',
      'Copy URL',
      'Copy as curl',
      'Send as signed',
      'what',
      'Change one letter and send',
    ]);
  });

  it('keeps the focus where it is when a button changes or goes', async () => {
    const focused = () => page.evaluate(`(${FOCUSED})?.name`);
    await tried.button('Resume accessible/paused.txt').focus();
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Pause accessible/paused.txt');
    await tried.button('Cancel accessible/paused.txt').focus();
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Retry accessible/film.mp4');
    await tried.button('Delete accessible/notes.txt').focus();
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Keep');
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('Delete accessible/notes.txt');
  });

  it('fits a narrow window, and text of double size (WCAG 1.4.10, 1.4.4)', async () => {
    for (const [width, zoom] of [
      [320, 1],
      [640, 2],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate(`document.documentElement.style.setProperty('font-size', '${zoom * 100}%')`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(await page.evaluate(CUT_OFF), `${width} px`).toEqual([]);
    }
  });

  it('moves nothing for users who don’t want it', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await page.evaluate(`getComputedStyle(document.querySelector('#drop')).transitionDuration`)).toBe(
      '0s',
    );
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await page.evaluate(`getComputedStyle(document.querySelector('#drop')).transitionDuration`)).toBe(
      '0.15s',
    );
  });
});

const FOCUSED = `(() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const isField = element.matches('select, input:not([type=radio])');
  const name = isField ? element.name || element.id : element.getAttribute('aria-label') ?? (element.value || element.textContent.trim());
  const shown = element.closest('.button') ?? element;
  const { outlineStyle, outlineWidth } = getComputedStyle(shown);
  return { name, outline: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth) };
})()`;

/** Finds elements of the page that extend beyond their card. */
const CUT_OFF = `[...document.querySelectorAll('.card *')]
  .filter((element) => element.checkVisibility() && !element.closest('.unseen, .button'))
  .filter((element) => element.getBoundingClientRect().right > element.closest('.card').getBoundingClientRect().right)
  .map((element) => element.outerHTML.slice(0, 80))`;
