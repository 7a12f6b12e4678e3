import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send } from '../../../../test/support/clients/http.js';
import { api, of, OF_A, start, stop } from '../../testing/refusal-cases.js';

// Requests that generated clients and people commonly send.

beforeAll(start);
afterAll(stop);

const JSON_TYPE = { 'content-type': 'application/json' };

const abort = async (headers: Record<string, string>, body?: string) =>
  (await of(OF_A)).send('/v1/tenants/team-a/multipart-uploads/x', {
    method: 'DELETE',
    headers: { ...headers, ...(body !== undefined && { 'content-length': `${body.length}` }) },
    ...(body !== undefined && { body }),
  });
const nested = (depth: number): unknown => (depth === 0 ? 0 : [nested(depth - 1)]);
const large = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`x${index}`, 'x'.repeat(250)]));
const zeros = (length: number, item: unknown = 0) => Array.from({ length }, () => item);
const long = { x: 'x'.repeat(1000) };
const keyless = (count: number) => Array.from({ length: count }, () => ({ operation: 'download' }));

const refusal = async (body: object, path = '/uploads') => (await of(OF_A)).post(path, body);

describe('a DELETE', () => {
  it.each(['application/json', 'application/x-www-form-urlencoded', 'text/plain'])(
    'without a body may say that it is %s',
    async (type) => {
      expect((await abort({ 'content-type': type })).json.code).toBe('upload_not_active');
      expect((await abort({ 'content-type': type, 'content-length': '0' })).json.code).toBe(
        'upload_not_active',
      );
    },
  );

  it('with a body has one of the type that bodies have', async () => {
    expect((await abort(JSON_TYPE, '{}')).json.code).toBe('upload_not_active');
    expect((await abort(JSON_TYPE, '{')).json.code).toBe('malformed_json');
    expect((await abort({ 'content-type': 'text/plain' }, 'x')).json.code).toBe('unsupported_media_type');
  });

  it('is all that may: a POST needs its body', async () => {
    const answer = await (
      await of(OF_A)
    ).send('/v1/tenants/team-a/downloads', { method: 'POST', headers: JSON_TYPE });
    expect(answer.json.code).toBe('malformed_json');
  });
});

describe('GET /', () => {
  it('leads a browser to the documentation', async () => {
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const { status, headers } = await send(`${api.url}/`, { headers: { accept } });
    expect({ status, location: headers.location }).toEqual({ status: 307, location: 'docs' });
    expect((await send(`${api.url}/x`, { headers: { accept } })).status).toBe(404);
    expect((await send(`${api.url}/`, { method: 'POST', headers: { accept } })).status).toBe(404);
  });

  it.each([{}, { accept: '*/*' }, { accept: 'application/json' }])(
    'is no route to a program: %o',
    async (headers) => expect((await send(`${api.url}/`, { headers })).status).toBe(404),
  );
});

describe('a refusal', () => {
  it.each([
    ['content_type', 'contentType'],
    ['contenttype', 'contentType'],
    ['expires', 'expiresIn'],
    ['metdata', 'metadata'],
  ])('of the field %s proposes %s', async (wrong, meant) => {
    const { json } = await refusal({ key: 'in/a', [wrong]: 'x' });
    expect(json.detail).toBe(`#/${wrong}: Is not known here. Did you mean ${meant}?`);
    expect(json.errors).toEqual([{ pointer: `#/${wrong}`, detail: json.detail.slice(wrong.length + 4) }]);
  });

  it('proposes nothing that is there, nothing far away, and not for ever', async () => {
    expect((await refusal({ key: 'in/a', Key: 'x' })).json.detail).toContain('correct its spelling');
    expect((await refusal({ key: 'in/a', colour: 'x' })).json.detail).toContain('correct its spelling');
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`expires${index}`, 1]));
    const { text, json } = await refusal({ key: 'in/a', ...many });
    expect(text.match(/Did you mean/g)).toHaveLength(10);
    expect(json.detail).toBe('The body is not valid. See errors.');
  });

  it('of one operation in a batch is the detail', async () => {
    const { text } = await refusal(
      { operations: [{ operation: 'download', key: 'in/a', expiresIn: 0 }] },
      '/batches',
    );
    expect(text).toContain('"detail":"#/operations/0/expiresIn: Must be whole seconds from 1 to 604800."');
  });

  it.each<[string, () => Promise<{ readonly text: string }>, string]>([
    [
      'a segment of the path',
      () => send(`${api.url}/v1/uppy/${'x'.repeat(9000)}/s3/params`),
      '8192 characters',
    ],
    [
      'the header fields',
      () => send(`${api.url}/docs`, { headers: { x: 'x'.repeat(17_000) } }),
      '16384 bytes',
    ],
    ['a body', () => refusal({ key: 'x'.repeat(17_000) }), '16384 bytes'],
    ['a key', () => refusal({ key: `in/${'x'.repeat(1100)}` }), '1024 bytes'],
    [
      'a body in parts',
      () => refusal({ x: 'x'.repeat(300_000) }, '/multipart-uploads/x/parts'),
      '262144 bytes',
    ],
    ['an explanation', () => refusal({ url: 'x'.repeat(70_000) }, '/explanations'), '65536 bytes'],
    [
      'the depth of a body',
      () => refusal({ x: 'x'.repeat(99_000), y: nested(33) }, '/batches'),
      '32 levels deep',
    ],
    ['the values of a body', () => refusal({ x: zeros(100, zeros(950)) }, '/batches'), '90000'],
    ['metadata as a whole', () => refusal({ key: 'in/a', metadata: large }), '2048'],
    ['what a batch may have wrong', () => refusal({ operations: keyless(51) }, '/batches'), 'more than 50'],
    ['a capability', () => refusal({ keyPrefix: `in/${'x'.repeat(900)}/`, metadata: long }, '/upload-sessions'), '2048'], // prettier-ignore
    ['a listing', async () => (await of(OF_A)).send('/v1/tenants/team-a/objects?limit=1001'), '1 to 1000'],
  ])('has the number that %s exceeds', async (_, ask, number) =>
    expect((await ask()).text).toContain(number),
  );
});
