import { expect, inject, it } from 'vitest';
import { ApiClient } from '../support/clients/api-client.js';

// Tests a fault that fuzzing found: base64url decoders ignore the bits that the last letter leaves over (RFC 4648
// §3.5).

const ready = inject('ready');
const { token } = ready.tenants['team-a']!;
const client = new ApiClient(ready.url, 'team-a', token);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');
const spellings = (text: string) => LETTERS.map((letter) => text.slice(0, -1) + letter);

it('a token has one spelling', async () => {
  const answers = spellings(token).map(async (spelt) => {
    const { status } = await new ApiClient(ready.url, 'team-a', spelt).post('/heads', { key: 'a' });
    return status === 200 ? [spelt] : [];
  });
  expect((await Promise.all(answers)).flat()).toEqual([token]);
});

it('what is sealed has one spelling', async () => {
  const upload = { key: 'spellings.bin', contentLength: 6 * 1024 ** 2 };
  const { json } = await client.post<{ uploadId: string }>('/multipart-uploads', upload);
  const answers = spellings(json.uploadId).map(async (spelt) => {
    const { status } = await client.send(`/v1/tenants/team-a/multipart-uploads/${spelt}/parts`);
    return status === 200 ? [spelt] : [];
  });
  expect((await Promise.all(answers)).flat()).toEqual([json.uploadId]);
});
