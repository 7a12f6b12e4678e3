import * as fc from 'fast-check';
import { altered } from '../text.js';
import { expectAnswer, inTime, type Target } from '../target.js';

const ROUTES = ['downloads', 'heads', 'uploads', 'upload-forms', 'deletions', 'batches', 'explanations'];
const MORE = ['multipart-uploads', 'upload-sessions', 'confirmations', 'objects'];
const BODIES = [
  '{"key":"a","expiresIn":60,"minValidity":1}',
  '{"key":"a","contentType":"text/plain","contentLength":5,"metadata":{"a":"b"},"tags":{"c":"d"},"ifNoneMatch":"*"}',
  '{"key":"a","checksum":{"algorithm":"CRC32","value":"AAAAAA=="},"contentLengthRange":{"min":0,"max":5}}',
  '{"operations":[{"operation":"download","key":"a"},{"operation":"upload-form","key":"b","successStatus":204}]}',
];
const letters = fc.oneof(
  fc.constantFrom(
    'null',
    '{}',
    '[]',
    '"',
    ',',
    ':',
    '1e999',
    '-0',
    '"__proto__":',
    '\\ud800',
    '\u0000',
    '[[[[',
  ),
  fc.json({ maxDepth: 2 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

/** Sends bodies that are almost JSON to every route that takes a body. */
export const target: Target = {
  property: async (client) =>
    fc.asyncProperty(fc.constantFrom(...ROUTES, ...MORE), altered(BODIES, letters), async (route, body) => {
      const headers = { 'content-type': 'application/json' };
      const path = `/v1/tenants/team-a/${route}`;
      expectAnswer(await inTime(client.send(path, { method: 'POST', headers, body })));
    }) as never,
};
