import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** A script that runs in every page before the page's own scripts. */
const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) =>
  reportViolation([event.violatedDirective, event.blockedURI, event.sourceFile].join(' ')));`;

/**
 * A Chromium that can reach only this machine and a test's own servers. It records everything that a page did wrong or
 * tried to reach.
 */
export class WatchedBrowser implements AsyncDisposable {
  /** Requests to other hosts, violations of the Content-Security-Policy, and errors of scripts and in the console. */
  readonly errors: string[] = [];

  private constructor(
    private readonly browser: Browser,
    readonly context: BrowserContext,
    private readonly hosts: readonly string[],
  ) {}

  /**
   * Starts Chromium.
   *
   * @param servers names or addresses of hosts that a page may reach in addition to 127.0.0.1
   * @throws Error if Chromium can't be started: test/peers/chromium/install.sh installs it
   */
  static async start(servers: readonly string[] = []): Promise<WatchedBrowser> {
    const hosts = ['127.0.0.1', ...servers];
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        `--host-resolver-rules=MAP * ~NOTFOUND, ${hosts.map((host) => `EXCLUDE ${host}`).join(', ')}`,
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), // Chromium's sandbox doesn't run as root
      ],
    });
    const watched = new WatchedBrowser(browser, await browser.newContext(), hosts);
    await watched.#watch();
    return watched;
  }

  page(): Promise<Page> {
    return this.context.newPage();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
  }

  async #watch(): Promise<void> {
    const { context, errors, hosts } = this;
    await context.exposeFunction('reportViolation', (text: string) => errors.push(`policy: ${text}`));
    await context.addInitScript(REPORT_VIOLATIONS);
    context.on('request', (request) => {
      const url = new URL(request.url());
      const here = hosts.includes(url.hostname) || url.protocol === 'data:' || url.protocol === 'blob:';
      if (!here) errors.push(`request: ${url.origin}`);
    });
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) errors.push(`console: ${message.text()}`);
    });
    context.on('weberror', (error) => errors.push(`script: ${error.error().message}`));
  }
}
