import type { Locator, Page, Request } from 'playwright-core';
import type { WatchedBrowser } from '../../support/clients/watched-browser.js';

/** The page at `/try`, with a method for each action of its user. */
export class TryPage {
  private constructor(
    private readonly browser: WatchedBrowser,
    readonly page: Page,
  ) {}

  /** Opens the page in a new tab. @param url the URL, with the token in its fragment */
  static async open(browser: WatchedBrowser, url: string): Promise<TryPage> {
    browser.errors.length = 0;
    const page = await browser.page();
    await page.addInitScript(NETWORK);
    await page.goto(url);
    return new TryPage(browser, page);
  }

  /** Returns the page's errors, without the statuses that a test provokes. */
  errors(...provoked: readonly number[]): string[] {
    return this.browser.errors.filter(
      (error) => !provoked.some((status) => error.includes(`status of ${status}`)),
    );
  }

  /** Returns the row of an upload. @param key the key, or a part of it */
  upload(key: string): Locator {
    return this.page.getByRole('list', { name: 'Uploads' }).getByRole('listitem').filter({ hasText: key });
  }

  choose(...paths: readonly string[]): Promise<void> {
    return this.page.getByLabel('Choose files').setInputFiles([...paths]);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  key(): Locator {
    return this.page.getByRole('textbox', { name: 'Key' });
  }

  /** Returns S3's answers to signed requests, the newest first. */
  attempts(): Locator {
    return this.page.getByRole('list', { name: 'Answers of S3' }).getByRole('listitem');
  }

  /** Signs a request with the form. */
  async sign(operation: 'Upload' | 'Download' | 'Head' | 'Delete', key: string): Promise<void> {
    await this.page.getByLabel('Operation').selectOption(operation);
    await this.key().fill(key);
    await this.button('Sign').click();
  }

  /** Drops files and folders on the page, as the operating system does. */
  async drop(...paths: readonly string[]): Promise<void> {
    const box = await this.page.locator('#drop').boundingBox();
    const [x, y] = [box!.x + box!.width / 2, box!.y + 10];
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x, y, data });
    }
    await session.detach();
  }

  /** Returns a list to which the number of each part is added when the page begins to send the part. */
  watchParts(): number[] {
    const numbers: number[] = [];
    this.page.on('request', (request) => {
      const number = partOf(request);
      if (number !== undefined) numbers.push(number);
    });
    return numbers;
  }

  /**
   * Holds back the requests for parts from this number on, until the page is loaded again. `Infinity` releases them.
   */
  holdParts(from: number): Promise<void> {
    return this.page.evaluate(`holdParts(${from})`);
  }

  /** Breaks the connection of the next request for a part. */
  breakPart(number: number): Promise<void> {
    return this.page.evaluate(`breakPart(${number})`);
  }
}

/** Holds back parts in the page itself. Playwright's routes would copy each body, which takes seconds. */
const NETWORK = `{
  const { fetch } = globalThis;
  let held = Infinity, broken, release = () => {}, gate = Promise.resolve();
  globalThis.holdParts = (from) => {
    release();
    held = from;
    gate = new Promise((resolve) => (release = resolve));
  };
  globalThis.breakPart = (number) => (broken = number);
  globalThis.fetch = async (input, init) => {
    const part = Number(new URL(input, location).searchParams.get('partNumber') ?? -1);
    if (part === broken) {
      broken = undefined;
      throw new TypeError('Failed to fetch');
    }
    init?.signal?.throwIfAborted();
    const aborted = new Promise((_, reject) =>
      init?.signal?.addEventListener('abort', () => reject(init.signal.reason)));
    if (part >= held) await Promise.race([gate, aborted]);
    return fetch(input, init);
  };
}`;

function partOf(request: Request): number | undefined {
  const part = new URL(request.url()).searchParams.get('partNumber');
  return request.method() === 'PUT' && part !== null ? Number(part) : undefined;
}
