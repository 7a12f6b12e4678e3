import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { multipartEtag } from './multipart-etag.js';

const md5 = (bytes: string | Buffer) => createHash('md5').update(bytes).digest();

it('is the MD5 of the parts’ MD5s, and their number', () => {
  const parts = ['one', 'two'].map((body) => ({ etag: `"${md5(body).toString('hex')}"` }));
  const expected = md5(Buffer.concat([md5('one'), md5('two')])).toString('hex');
  expect(multipartEtag(parts)).toBe(`"${expected}-2"`);
  expect(multipartEtag(parts.map(({ etag }) => ({ etag: etag.slice(1, -1) })))).toBe(`"${expected}-2"`);
});
