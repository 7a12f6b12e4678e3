import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import type { WatchedBrowser } from './watched-browser.js';

/** Returns the client library for a page, as one script. */
async function libraryScript(): Promise<string> {
  const input = fileURLToPath(new URL('../../browser/pages/client.js', import.meta.url));
  await using bundle = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'iife', codeSplitting: false });
  return output[0].code;
}

export interface Api {
  readonly url: string;
  readonly tenant: string;
  readonly token: string;
}

/** A page with the client library and a file that its user chose. */
export class LibraryPage implements AsyncDisposable {
  static #script: Promise<string> | undefined;

  private constructor(
    readonly page: Page,
    private readonly api: Api,
  ) {}

  static readonly hasChromium = existsSync('/usr/bin/chromium');

  /**
   * Opens the page.
   *
   * @param url of a page that the API and the storage allow
   * @param file the path of the chosen file
   */
  static async open(browser: WatchedBrowser, url: string, file: string, api: Api): Promise<LibraryPage> {
    const page = await browser.page();
    await page.goto(url);
    await page.evaluate(await (this.#script ??= libraryScript()));
    await page.evaluate(
      `document.body.replaceChildren(Object.assign(document.createElement('input'), { id: 'chosen', type: 'file' }))`,
    );
    await page.locator('#chosen').setInputFiles(file);
    const opened = new LibraryPage(page, api);
    await opened.configure();
    return opened;
  }

  /** Makes a client in the page's variable `client`. */
  configure(options = {}): Promise<void> {
    const { url, tenant, token } = this.api;
    return this.page.evaluate(`{
      globalThis.client = new PresignClient({
        api: ${JSON.stringify(url)}, tenant: ${JSON.stringify(tenant)}, token: () => ${JSON.stringify(token)},
        ...${JSON.stringify(options)},
      });
      undefined;
    }`);
  }

  /** Begins an upload of the chosen file. */
  begin(key: string): Promise<void> {
    return this.page.evaluate(`{
      globalThis.loaded = 0;
      globalThis.outcome = client.upload(${JSON.stringify(key)}, document.querySelector('#chosen').files[0], {
        onProgress: (progress) => { globalThis.loaded = progress.loaded; },
      });
      undefined;
    }`);
  }

  /** Returns the number of bytes that have arrived. */
  loaded(): Promise<number> {
    return this.page.evaluate('loaded');
  }

  /** Waits for the end of the upload, and returns its result. */
  outcome(): Promise<{ verified: string; size: number; resumed: number }> {
    return this.page.evaluate('outcome');
  }

  /** Holds back all parts with a higher number, so that the upload can't end. */
  async holdParts(above: number): Promise<void> {
    const isHeld = ({ searchParams }: URL) => Number(searchParams.get('partNumber')) > above;
    await this.page.route(isHeld, () => {});
  }

  /** Returns a set with the numbers of all parts that are sent from now on. */
  watchParts(): ReadonlySet<string> {
    const parts = new Set<string>();
    this.page.on('request', (request) => {
      const part = new URL(request.url()).searchParams.get('partNumber');
      if (request.method() === 'PUT' && part !== null) parts.add(part);
    });
    return parts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
  }
}
