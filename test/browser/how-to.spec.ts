import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ApiClient } from '../support/clients/api-client.js';
import { WatchedBrowser } from '../support/clients/watched-browser.js';
import { codeBlocks } from '../support/docs/code-blocks.js';
import { RandomFiles, sha256Of } from '../support/generators/random-file.js';

const ready = inject('ready');
const { token } = ready.tenants['team-a']!;
const api = new ApiClient(ready.url, 'team-a', token);
const MB = 1_000_000;

/** Packages that the pages import. Uppy installs Preact, whose React-compatible build renders the same component. */
const PACKAGES = {
  '@tenant-presign/client': join(import.meta.dirname, '../../libs/client/src/index.ts'),
  'react/jsx-runtime': 'preact/jsx-runtime',
  react: 'preact/compat',
};

/** The `route.js` of the page about React, which Next.js calls. */
interface Route {
  readonly POST: (request: Request) => Promise<Response>;
}

function block(page: string, name: string): string {
  const found = codeBlocks(page).find(({ file }) => file === name);
  if (!found) throw new Error(`docs/${page} has no block ${name}`);
  return found.code;
}

/** Returns the name and the attributes of each element of HTML. The page of the service allows no HTML in text. */
const elementsOf = (html: string): [name: string, attributes: [string, string][]][] =>
  Array.from(html.matchAll(/<(\w+)([^>]*)>/g), ([, name, attributes]) => [
    name!,
    Array.from(attributes!.matchAll(/(\w+)="([^"]*)"/g), ([, attribute, value]) => [attribute!, value!]),
  ]);

describe('programs of the how-to pages in Chromium', () => {
  const started = new AsyncDisposableStack();
  let browser: WatchedBrowser, files: RandomFiles, folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'how-to-'));
    started.defer(() => rm(folder, { recursive: true }));
    browser = started.use(await WatchedBrowser.start());
    files = started.use(await RandomFiles.create());
  });
  afterAll(() => started.disposeAsync());

  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };

  /** Opens a page with this body, which may send requests to the S3, and runs the program there. */
  async function open(body: string, program: string): Promise<Page> {
    const input = await write('program.js', program);
    await using bundle = await rolldown({
      input,
      platform: 'browser',
      logLevel: 'silent',
      resolve: { alias: PACKAGES, modules: [join(import.meta.dirname, '../../node_modules')] },
    });
    const { output } = await bundle.generate({ format: 'iife', codeSplitting: false });
    const page = await browser.page();
    await page.goto(ready.try);
    await page.evaluate(
      (elements) =>
        document.body.replaceChildren(
          ...elements.map(([name, attributes]) => {
            const element = document.createElement(name);
            for (const [attribute, value] of attributes) element.setAttribute(attribute, value);
            return element;
          }),
        ),
      elementsOf(body),
    );
    await page.route('**/api/token', (asked) => asked.fulfill({ body: token }));
    await page.evaluate(output[0].code);
    return page;
  }

  it('a large file is stopped, chosen again, and stored whole', { timeout: 120_000 }, async () => {
    const name = 'how-to/large-files-from-a-browser.md';
    await write('upload-page.js', block(name, 'upload-page.js'));
    const html = codeBlocks(name).find(({ language }) => language === 'html')!.code;
    const [body, script] = html.split(/<\/?script.*>/) as [string, string, string];
    const page = await open(
      body,
      `${script.replace('https://presign.example', ready.url)}
       const half = new MutationObserver(() => {
         if (parseInt(state.textContent) < 40) return;
         half.disconnect();
         stop.click();
       });
       half.observe(state, { childList: true });`,
    );
    const file = await files.file('film.bin', 40 * MB);
    const state = page.locator('output');
    await page.locator('input').setInputFiles(file.path);
    await expect.poll(() => state.textContent(), { timeout: 60_000 }).toBe('Stopped');

    await page.locator('input').setInputFiles([]);
    await page.locator('input').setInputFiles(file.path);
    await expect
      .poll(() => state.textContent(), { timeout: 60_000 })
      .toMatch(/^Stored 40000000 bytes \([1-9]\d+ of them before\), verified: sha256-parts$/);
    expect(await sha256Of((await api.sign('downloads', { key: 'videos/film.bin' })).url)).toBe(file.sha256);
    await page.close();
  });

  it('the component of React uploads by the route of Next.js, and shows its refusal', async () => {
    const route = await write('route.mjs', block('how-to/react.md', 'route.js'));
    await write('UploadField.jsx', block('how-to/react.md', 'UploadField.jsx'));
    Object.assign(process.env, { API: ready.url, TOKEN: token });
    const { POST } = (await import(/* @vite-ignore */ route)) as Route;
    const page = await open(
      '<main></main>',
      `import { createElement, render } from 'react';
       import { UploadField } from './UploadField.jsx';
       render(createElement(UploadField), document.querySelector('main'));`,
    );
    await page.route('**/api/uploads', async (asked) => {
      const body = asked.request().postData();
      const answer = await POST(new Request(asked.request().url(), { method: 'POST', body }));
      await asked.fulfill({ status: answer.status, json: await answer.json() });
    });
    const file = await files.file('small.bin', 1000);
    await page.locator('input').setInputFiles(file.path);
    const output = page.locator('output');
    await expect
      .poll(() => output.textContent(), { timeout: 10_000 })
      .toMatch(/^Stored as users\/u1\/[\w-]{36}$/);
    const key = (await output.textContent())!.replace('Stored as ', '');
    expect(await sha256Of((await api.sign('downloads', { key })).url)).toBe(file.sha256);

    await page.locator('input').setInputFiles((await files.file('large.bin', 11 * 1024 ** 2)).path);
    await expect.poll(() => output.textContent(), { timeout: 10_000 }).toBe('The file is too large.');
    await page.close();
  });
});
