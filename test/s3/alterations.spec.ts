import { beforeAll, describe, expect } from 'vitest';
import { behaviour } from './support/behaviour.js';
import { addParameter, alterParameter, alterPath, otherDigit } from './support/alter.js';
import { firstTenant, get, newKey, now, presign, secondTenant, upload } from './support/presign.js';
import { send, type Answer, type Sending } from './support/send.js';

const BODY = 'untouched';
const key = newKey('a file.txt');
const otherKey = newKey('b file.txt');

beforeAll(async () => {
  for (const each of [key, otherKey]) expect((await upload(each, BODY)).status).toBe(200);
});

/** Returns a URL that has been used once, unaltered and with success. */
async function workingUrl(): Promise<string> {
  const url = await presign({ method: 'GET', key, query: { 'x-signing-id': '01JDEXAMPLE' } });
  expect((await send('GET', url)).body.toString()).toBe(BODY);
  return url;
}

const sendAltered = async (alter: (url: string) => string, sending?: Sending): Promise<Answer> =>
  send('GET', alter(await workingUrl()), sending);

describe('the request altered', () => {
  behaviour('accepts the request unaltered', async ({ accepted }) => {
    accepted(await send('GET', await workingUrl()));
  });

  for (const method of ['PUT', 'DELETE', 'HEAD']) {
    behaviour(`refuses ${method} with a URL for GET`, async ({ refused }) => {
      refused(await send(method, await workingUrl(), method === 'PUT' ? { body: 'other' } : {}), 403);
      expect((await get(key)).body.toString()).toBe(BODY);
    });
  }

  behaviour('refuses GET with a URL for PUT', async ({ refused }) => {
    const url = await presign({ method: 'PUT', key: newKey() });
    expect((await send('PUT', url, { body: BODY })).status).toBe(200);
    refused(await send('GET', url), 403);
  });

  behaviour('refuses another key', async ({ refused }) => {
    refused(await sendAltered((url) => alterPath(url, (path) => path.replace('a%20file', 'b%20file'))), 403);
  });

  behaviour('refuses the key with a slash more', async ({ refused }) => {
    refused(await sendAltered((url) => alterPath(url, (path) => `${path}/`)), 403);
  });

  behaviour('refuses the key in other case', async ({ refused }) => {
    refused(await sendAltered((url) => alterPath(url, (path) => path.replace('file', 'File'))), 403);
  });

  behaviour('refuses another host', async ({ refused }) => {
    refused(await sendAltered((url) => url, { headers: { host: 'elsewhere.example' } }), 403);
  });

  behaviour('refuses the host with another port', async ({ refused }) => {
    const url = await workingUrl();
    refused(await send('GET', url, { headers: { host: `${new URL(url).hostname}:9` } }), 403);
  });
});

describe('a query parameter altered', () => {
  for (const [name, what, change] of [
    ['X-Amz-Algorithm', 'another algorithm', () => 'AWS4-HMAC-SHA512'],
    [
      'X-Amz-Credential',
      'the access key of another caller in the scope',
      scopeWith(0, secondTenant.credentials.accessKeyId),
    ],
    ['X-Amz-Credential', 'another day in the scope', scopeWith(1, '20130524')],
    ['X-Amz-Credential', 'another region in the scope', scopeWith(2, 'ap-south-2')],
    ['X-Amz-Credential', 'another service in the scope', scopeWith(3, 'sts')],
    ['X-Amz-Credential', 'another end of the scope', scopeWith(4, 'aws5_request')],
    [
      'X-Amz-Date',
      'a second earlier',
      (date: string) => date.replace(/\d\dZ$/, (end) => (end === '00Z' ? '01Z' : '00Z')),
    ],
    ['X-Amz-Expires', 'a longer life', () => '3600'],
    ['X-Amz-SignedHeaders', 'another header in the list', () => 'host;range'],
    ['X-Amz-SignedHeaders', 'an empty list', () => ''],
    ['X-Amz-Signature', 'another last digit', otherDigit],
    ['X-Amz-Signature', 'an empty signature', () => ''],
    ['x-signing-id', 'another id', () => '01JDOTHER'],
  ] as const) {
    behaviour(`refuses ${what} (${name})`, async ({ refused }) => {
      refused(
        await sendAltered((url) => alterParameter(url, name, change), { headers: { range: 'bytes=0-' } }),
      );
    });
  }

  for (const name of [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
    'x-signing-id',
  ]) {
    behaviour(`refuses the URL without ${name}`, async ({ refused }) => {
      refused(await sendAltered((url) => alterParameter(url, name, () => undefined)));
    });
  }

  for (const parameter of [
    'x-id=GetObject',
    'versionId=null',
    'partNumber=1',
    'x-signing-id=01JDEXAMPLE',
    'X-Amz-Expires=3600',
    'X-Amz-Security-Token=token',
    'X-Amz-Content-Sha256=UNSIGNED-PAYLOAD',
    'tagging',
    'acl',
  ]) {
    behaviour(`refuses an added ${parameter}`, async ({ refused }) => {
      refused(await sendAltered((url) => addParameter(url, parameter)));
    });
  }
});

describe('a signature that is none', () => {
  behaviour('refuses a request without any signature', async ({ refused }) => {
    const [bare = ''] = (await workingUrl()).split('?');
    refused(await send('GET', bare), 403);
  });

  behaviour('refuses the right access key with the wrong secret', async ({ refused }) => {
    const { accessKeyId } = firstTenant.credentials;
    refused(await get(key, { credentials: { accessKeyId, secretAccessKey: 'guessed' } }), 403);
  });

  behaviour('refuses an access key that no one has', async ({ refused }) => {
    refused(
      await get(key, { credentials: { accessKeyId: 'AKIANOBODY0000000000', secretAccessKey: 'x' } }),
      403,
    );
  });

  behaviour('refuses a signature for another region', async ({ refused }) => {
    refused(await get(key, { region: 'ap-south-2' }));
  });

  behaviour('refuses a life of more than seven days', async ({ refused }) => {
    const weekAndSecond = { method: 'GET', key, signedAt: now(), expiresIn: 604_801 } as const;
    refused(await send('GET', await presign(weekAndSecond)));
  });
});

function scopeWith(index: number, part: string) {
  return (credential: string) => credential.split('/').with(index, part).join('/');
}
