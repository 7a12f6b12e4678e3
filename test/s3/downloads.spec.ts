import { beforeAll, describe, expect } from 'vitest';
import { behaviour } from './support/behaviour.js';
import { get, newKey, perform, presign, upload } from './support/presign.js';
import { send } from './support/send.js';

const BODY = '0123456789';
const key = newKey('digits.txt');

beforeAll(async () => {
  expect((await upload(key, BODY, { contentType: 'text/plain' })).status).toBe(200);
});

const getWith = async (headers: Record<string, string>) =>
  send('GET', await presign({ method: 'GET', key }), { headers });

describe('ranges', () => {
  for (const [range, part, contentRange] of [
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=3-5', '345', 'bytes 3-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ] as const) {
    behaviour(`gives ${range}`, async ({ accepted, equal }) => {
      const answer = await getWith({ range });
      accepted(answer, 206);
      equal([answer.body.toString(), answer.headers['content-range']], [part, contentRange]);
    });
  }

  behaviour('refuses a range behind the end', async ({ refused }) => {
    refused(await getWith({ range: 'bytes=10-' }), 416);
  });
});

describe('response overrides', () => {
  for (const [parameter, header, value] of [
    ['response-content-type', 'content-type', 'application/x-note; charset=utf-8'],
    [
      'response-content-disposition',
      'content-disposition',
      `attachment; filename="a b.txt"; filename*=UTF-8''%C3%A9.txt`,
    ],
    ['response-content-language', 'content-language', 'de-CH'],
    ['response-content-encoding', 'content-encoding', 'identity'],
    ['response-cache-control', 'cache-control', 'private, max-age=5'],
    ['response-expires', 'expires', 'Thu, 01 Dec 1994 16:00:00 GMT'],
  ] as const) {
    behaviour(`answers with the signed ${parameter}`, async ({ accepted, equal }) => {
      const answer = await perform({ method: 'GET', key, query: { [parameter]: value } });
      accepted(answer);
      equal(answer.headers[header], value);
    });

    behaviour(`refuses another ${parameter} than the signed one`, async ({ refused }) => {
      const url = await presign({ method: 'GET', key, query: { [parameter]: value } });
      const altered = url.replace(new RegExp(`${parameter}=[^&]*`), `${parameter}=text%2Fhtml`);
      expect(altered).not.toBe(url);
      refused(await send('GET', altered), 403);
    });

    behaviour(`refuses an added ${parameter}`, async ({ refused }) => {
      refused(await send('GET', `${await presign({ method: 'GET', key })}&${parameter}=text%2Fhtml`), 403);
    });
  }
});

describe('conditional reads', () => {
  behaviour('answers 304 to If-None-Match with the ETag', async ({ accepted }) => {
    const { etag = '' } = (await get(key)).headers;
    accepted(await getWith({ 'if-none-match': etag }), 304);
  });

  behaviour('gives the object to If-None-Match with another ETag', async ({ accepted }) => {
    accepted(await getWith({ 'if-none-match': '"00000000000000000000000000000000"' }), 200);
  });

  behaviour('answers 412 to If-Match with another ETag', async ({ refused }) => {
    refused(await getWith({ 'if-match': '"00000000000000000000000000000000"' }), 412);
  });
});
