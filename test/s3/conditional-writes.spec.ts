import { describe, expect } from 'vitest';
import { behaviour } from './support/behaviour.js';
import { get, newKey, upload } from './support/presign.js';

describe('conditional writes', () => {
  behaviour('accepts If-None-Match: * where there is nothing', async ({ accepted }) => {
    accepted(await upload(newKey(), 'first', { ifNoneMatch: '*' }));
  });

  behaviour('refuses If-None-Match: * where there is an object', async ({ refused }) => {
    const key = newKey();
    expect((await upload(key, 'first', { ifNoneMatch: '*' })).status).toBe(200);
    refused(await upload(key, 'second', { ifNoneMatch: '*' }), 412);
    expect((await get(key)).body.toString()).toBe('first');
  });

  behaviour('refuses an overwrite without the promised If-None-Match', async ({ refused }) => {
    const key = newKey();
    expect((await upload(key, 'first', { ifNoneMatch: '*' })).status).toBe(200);
    refused(await upload(key, 'second', { ifNoneMatch: '*' }, { 'if-none-match': undefined }), 403);
    expect((await get(key)).body.toString()).toBe('first');
  });
});
