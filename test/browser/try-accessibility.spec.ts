import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { HARD_TO_READ } from '../support/checks/contrast.js';
import { RandomFiles } from '../support/generators/random-file.js';
import { WatchedBrowser } from '../support/clients/watched-browser.js';

// What a tool can judge of WCAG 2.2 AA, by Chromium's own accessibility tree and computed styles.

const ready = inject('ready');

interface Node {
  readonly role: string;
  readonly name: string;
}

const NEED_NAMES =
  /^(?:button|textbox|combobox|radio|spinbutton|link|progressbar|radiogroup|group|region|table|list|navigation|timer|main|form)$/;

describe('/try', () => {
  let browser: WatchedBrowser, files: RandomFiles, page: Page;

  /** A page with everything on it: done, refused and paused uploads, objects, a signed request, a problem. */
  beforeAll(async () => {
    [browser, files] = await Promise.all([WatchedBrowser.start(), RandomFiles.create()]);
    page = await browser.page();
    await page.goto(ready.try);
    await page.getByLabel('team-b').check();
    const chosen = [await files.file('notes.txt', 1024), await files.file('film.mp4', 1024)];
    await page.getByLabel('Choose files').setInputFiles(chosen.map(({ path }) => path));
    await page.getByText('uploaded as try/notes.txt').waitFor();
    await page.getByRole('button', { name: 'Download try/notes.txt' }).waitFor();
    await page.route(
      (url) => url.searchParams.has('partNumber'),
      () => undefined,
    );
    await page.getByLabel('Choose files').setInputFiles((await files.file('paused.txt', 6 * 1024 ** 2)).path);
    await page.getByRole('button', { name: 'Pause paused.txt' }).click();
    await page.getByLabel('Key').fill('../up');
    await page.getByRole('button', { name: 'Sign' }).click();
    await page.getByRole('alert').filter({ hasText: '..' }).waitFor();
  });
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
      'Progress of paused.txt',
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
    await page.getByRole('button', { name: 'Resume paused.txt' }).click();
    await expect.poll(() => news.innerText()).toBe('paused.txt goes on.');
    await page.getByRole('button', { name: 'Pause paused.txt' }).click();
    await expect.poll(() => news.innerText()).toBe('paused.txt is paused.');
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

  it('the judge of contrast sees what is too pale', async () => {
    await page.evaluate(`document.querySelector('h1').style.setProperty('color', '#949494')`);
    await page.emulateMedia({ colorScheme: 'light' });
    const { bad } = await page.evaluate<{ bad: string[] }>(HARD_TO_READ);
    expect(bad).toEqual([expect.stringContaining('Try tenant-presign 2.9')]);
    await page.evaluate(`document.querySelector('h1').style.removeProperty('color')`);
  });

  it('is used by the keyboard alone, and shows where it is', async () => {
    await page.mouse.click(2, 2); // before everything
    const reached: string[] = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate<{ name: string; outline: number } | null>(FOCUSED);
      if (focused === null || reached.includes(focused.name)) break;
      expect(focused.outline, focused.name).toBeGreaterThanOrEqual(2);
      const isOthers = focused.name.startsWith('Download ') && !focused.name.endsWith('/notes.txt'); // of other specs
      if (!isOthers) reached.push(focused.name);
    }
    expect(reached).toEqual([
      'API documentation',
      'team-b',
      'files',
      'Resume paused.txt',
      'Cancel paused.txt',
      'Dismiss film.mp4',
      'Refresh',
      'Open the folder above',
      'Download try/notes.txt',
      'operation',
      'key',
      'expiresIn',
      'Sign',
    ]);
  });

  it('keeps the focus where it is when a button changes or goes', async () => {
    await page.getByRole('button', { name: 'Resume paused.txt' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(`(${FOCUSED})?.name`)).toBe('Pause paused.txt');
    await page.getByRole('button', { name: 'Cancel paused.txt' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(`(${FOCUSED})?.name`)).toBe('Dismiss film.mp4');
  });

  it('fits a narrow window, and text of double size (WCAG 1.4.10, 1.4.4)', async () => {
    for (const [width, zoom] of [
      [320, 1],
      [640, 2],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate(`document.documentElement.style.setProperty('font-size', '${zoom * 100}%')`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
  });

  it('moves nothing for whoever doesn’t want it', async () => {
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
  const name = element.getAttribute('aria-label') ?? (element.value || element.textContent.trim());
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return { name: element.name && element.type !== 'radio' ? element.name : element.id === 'files' ? 'files' : name,
    outline: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth) };
})()`;
