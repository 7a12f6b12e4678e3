import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, inject, it } from 'vitest';
import { DOCS_PATHS } from '../../apps/api/src/app/docs/docs-paths.js';
import { TRY_PATHS } from '../../apps/local/src/try/try-paths.js';
import { send } from '../support/clients/http.js';

const { url } = inject('ready');
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-encoding': 'gzip, br' };

describe.each(Object.entries({ ...DOCS_PATHS, ...TRY_PATHS }))('%s', (path, mediaType) => {
  it('is there for everybody, to be asked for anew each time', async () => {
    const { status, headers, body } = await send(url + path);
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(new RegExp(`^${mediaType}(?:; charset=utf-8)?$`));
    expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
    expect(body.length).toBe(Number(headers['content-length']));

    const again = await send(url + path, { headers: { 'if-none-match': `"other", ${headers.etag}` } });
    expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) });
    expect((await send(url + path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  it('is the same for browsers, but smaller', async () => {
    const plain = await send(url + path);
    const packed = await send(url + path, { headers: BROWSER });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.headers.vary).toContain('accept-encoding');
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
  });

  it('is for reading alone', async () => {
    const head = await send(url + path, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    const post = await send(url + path, { method: 'POST' });
    expect(post).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  it('refuses a client that wants something else', async () => {
    const { status, text } = await send(url + path, { headers: { accept: 'video/mp4' } });
    expect(status).toBe(406);
    expect(JSON.parse(text)).toMatchObject({
      code: 'not_acceptable',
      detail: expect.stringContaining(mediaType) as string,
    });
  });
});

describe.each([
  { page: '/docs', reaches: [] },
  { page: '/try', reaches: [inject('ready').s3] },
])('$page', ({ page, reaches }) => {
  it('has a policy without inline scripts, foreign hosts and frames', async () => {
    const policy = String((await send(url + page)).headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(policy.match(/https?:[^ ;]+/g) ?? []).toEqual(reaches);
  });

  it('holds no script and no style of its own', async () => {
    const { text } = await send(url + page);
    const foreign = new RegExp(`<style|style=|<script(?![^>]* src="${page.slice(1)}/)|\\son\\w+=`);
    expect(text).not.toMatch(foreign);
  });

  it('is found with a slash behind it, too', async () => {
    const { status, headers } = await send(`${url}${page}/`, { headers: BROWSER });
    expect(status).toBe(308);
    expect(new URL(headers.location!, `${url}${page}/`).pathname).toBe(page);
  });

  it('holds no token', async () => {
    expect((await send(url + page)).text).not.toMatch(/eyJ/);
  });

  it('leads nowhere else', async () => {
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/swagger-ui.js', '/src/main.ts']) {
      expect((await send(url + page + path)).status).toBe(404);
    }
  });
});

it('the document is the one that was built', async () => {
  const built = readFileSync(new URL('../../dist/generated/openapi.json', import.meta.url));
  expect((await send(`${url}/openapi.json`)).body.equals(built)).toBe(true);
});
