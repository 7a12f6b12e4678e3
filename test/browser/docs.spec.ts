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

  /** Runs the unchanged first example of an operation on the documentation's page. */
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

  it('shows tags in order of use, and says what Uppy’s and the tutorial’s routes are', async () => {
    const tags = await page
      .locator('.opblock-tag')
      .evaluateAll((all) => all.map((each) => each.getAttribute('data-tag')));
    expect(tags).toEqual([
      'Signing',
      'Multipart uploads',
      'Objects',
      'Explanations',
      'Uppy',
      'Tutorial',
      'Health',
    ]);
    expect(await page.locator('[data-tag="Uppy"]').innerText()).toContain('You do not call those yourself');
    expect(await page.locator('[data-tag="Tutorial"]').innerText()).toContain(
      'For new clients, use Signing instead',
    );
  });

  it('folds refusals, and shows answers by an example', async () => {
    const operation = page.locator('[id$="-signUpload"]').first();
    await operation.locator('.opblock-summary-control').click();
    const refusals = operation.locator('details.refusals');
    expect(await refusals.locator('summary').innerText()).toMatch(/^Refusals: 400, 401, 403, /);
    expect(await refusals.locator('dl').isVisible()).toBe(false);
    await refusals.locator('summary').click();
    expect(await refusals.locator('dl').innerText()).toContain('content_length_required');
    expect(await operation.locator('.responses-table .response').count()).toBe(1);
    expect(await operation.locator('.responses-table .response').innerText()).toContain(
      '"signingId": "01M87TF0W3Q1T9Z0XJ9D6J2N4C"',
    );
    await operation.locator('.opblock-summary-control').click();
  });

  it('keeps the key’s pattern out of the way', async () => {
    const operation = page.locator('[id$="-signUpload"]').first();
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('tab', { name: 'Schema' }).first().click();
    const pattern = operation.locator('.json-schema-2020-12__constraint--string').first();
    await pattern.waitFor();
    expect((await pattern.boundingBox())!.width).toBeLessThan(300);
    await operation.locator('.opblock-summary-control').click();
  });

  it('says where a token comes from, and its guides are there', async () => {
    await page.getByText('Where to get a token').click();
    expect(await page.getByText('npm start').isVisible()).toBe(true);
    const links = await page
      .locator('.guide a')
      .evaluateAll((all) => all.map((each) => (each as unknown as { href: string }).href));
    expect(links).toHaveLength(5);
    for (const link of links) expect((await fetch(link)).status, link).toBe(200);
  });

  it.each(['dark', 'light'] as const)('follows the reader’s %s mode', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    await expect.poll(background).toBe(colorScheme === 'dark' ? 'rgb(28, 32, 34)' : 'rgb(255, 255, 255)');
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
