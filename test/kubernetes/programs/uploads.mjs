// Begins multipart uploads at a steady rate until its input ends, so that uploads are always under way. It finishes
// each some seconds later: it lists the parts, sends the part, and completes the upload. In the end it prints { begun,
// failed }.
//
// usage: node uploads.mjs PER_SECOND API TOKEN_FILE
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The timeout of a request, and the pause before an upload is finished, in milliseconds. `API` is the URL of a tenant.
 */
const [TIMEOUT, PAUSE] = [15_000, 1_500];
const BYTES = Buffer.alloc(5_000, 'tenant-presign ');

const [perSecond, api, tokenFile] = process.argv.slice(2);
const headers = {
  authorization: `Bearer ${readFileSync(tokenFile, 'utf8')}`,
  'content-type': 'application/json',
};
const input = new AbortController();
process.stdin.on('end', () => input.abort()).resume();

async function call(method, path, body) {
  const signal = AbortSignal.timeout(TIMEOUT);
  const response = await fetch(`${api}/multipart-uploads${path}`, { method, headers, body, signal });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${method} ${path.replace(/^\/[^/]+/, '/ID')}: ${response.status} ${text}`);
  return JSON.parse(text);
}

async function upload(number) {
  const request = {
    key: `app/uploads/${number}.txt`,
    contentType: 'text/plain',
    contentLength: BYTES.length,
  };
  const { uploadId, parts } = await call('POST', '', JSON.stringify(request));
  await sleep(PAUSE);
  await call('GET', `/${uploadId}/parts`);
  const [{ url, headers: signed }] = parts;
  const put = await fetch(url, {
    method: 'PUT',
    headers: signed,
    body: BYTES,
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!put.ok) throw new Error(`PUT: ${put.status} ${await put.text()}`);
  await sleep(PAUSE);
  const body = JSON.stringify({ parts: [{ partNumber: 1, etag: put.headers.get('etag') }] });
  await call('POST', `/${uploadId}/complete`, body);
}

const uploads = [];
const pause = 1000 / Number(perSecond);
for (let next = Date.now(); !input.signal.aborted; next += pause) {
  const at = new Date().toISOString();
  const failure = (error) => [`${at} ${error.message} ${error.cause?.code ?? ''}`];
  uploads.push(upload(uploads.length).then(() => [], failure));
  await sleep(Math.max(0, next + pause - Date.now()));
}
const failed = (await Promise.all(uploads)).flat();
process.stdout.write(JSON.stringify({ begun: uploads.length, failed }), () => process.exit());
