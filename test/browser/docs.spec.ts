import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { SigningAnswer } from '../../apps/api/src/signing/signing.response.js';
import { use } from '../support/clients/api-client.js';
import { WatchedBrowser } from '../support/clients/watched-browser.js';

const ready = inject('ready');
const { token } = ready.tenants['team-a']!;

describe('Swagger UI at /docs', () => {
  let browser: WatchedBrowser;
  let page: Page;

  beforeAll(async () => {
    browser = await WatchedBrowser.start();
    page = await browser.page();
    await page.goto(ready.docs);
    await page.getByRole('button', { name: 'Authorize' }).first().waitFor();
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  async function authorize(): Promise<void> {
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    const dialog = page.locator('.dialog-ux');
    await dialog.locator('input').fill(token);
    await dialog.getByRole('button', { name: 'Apply credentials' }).click();
    await dialog.getByRole('button', { name: 'Close' }).click();
  }

  /** With the first example of the document, as it stands there. */
  async function tryOut(operationId: string): Promise<{ status: string; body: unknown }> {
    const operation = page.locator(`[id$="-${operationId}"]`);
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    const response = operation.locator('.live-responses-table .response').first();
    const status = await response.locator('.response-col_status').innerText();
    return { status, body: JSON.parse(await response.locator('pre').first().innerText()) };
  }

  it('shows every operation of the document', async () => {
    const document = (await (await fetch(`${ready.url}/openapi.json`)).json()) as { paths: object };
    const operations = Object.values(document.paths).flatMap((path: object) => Object.keys(path));
    expect(operations.length).toBeGreaterThan(5);
    expect(await page.locator('.opblock').count()).toBe(operations.length);
  });

  it('refuses without a token, signs with one, and its URLs work', async () => {
    const refused = await tryOut('signHead');
    expect(refused).toMatchObject({ status: '401', body: { code: 'invalid_token' } });
    await authorize();

    const upload = await tryOut('signUpload');
    expect(upload.status).toBe('200');
    const put = await use(upload.body as SigningAnswer, { body: 'hello from tenant-presign\n' });
    expect(put.status).toBe(200);

    const signed = await tryOut('signDownload');
    expect(signed.status).toBe('200');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.evaluate(`location = ${JSON.stringify((signed.body as SigningAnswer).url)}`),
    ]);
    expect(await readFile(await download.path(), 'utf8')).toBe('hello from tenant-presign\n');
  });

  it('forgets the token with the page', async () => {
    await page.reload();
    const button = page.getByRole('button', { name: 'Authorize' }).first();
    await button.waitFor();
    expect(await button.getAttribute('class')).toContain('unlocked');
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).toBe('[{},{}]');
    expect(await browser.context.cookies()).toEqual([]);
  });

  it('reaches no other machine, breaks no policy, and fails in nothing', async () => {
    await page.waitForLoadState('networkidle');
    expect(browser.errors.filter((error) => !error.includes('status of 401'))).toEqual([]);
  });
});

const MISBEHAVE = `
  const script = document.createElement('script');
  script.textContent = 'globalThis.inline = true';
  document.head.append(script);
  const image = document.createElement('img');
  image.src = 'https://elsewhere.example/x.png';
  document.body.append(image);
  setTimeout(() => { throw new Error('on purpose'); });`;

it('the watch sees what it looks for', async () => {
  await using browser = await WatchedBrowser.start();
  const page = await browser.page();
  await page.goto(ready.docs);
  await page.evaluate(MISBEHAVE);
  const expected = [
    'script: on purpose',
    'policy: script-src-elem inline',
    'policy: img-src https://elsewhere.example',
    'request: https://elsewhere.example',
  ];
  for (const error of expected) await expect.poll(() => browser.errors.join('\n')).toContain(error);
  expect(await page.evaluate('globalThis.inline')).toBeUndefined();
});
