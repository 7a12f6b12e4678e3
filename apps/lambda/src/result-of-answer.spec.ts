import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resultOfAnswer } from './result-of-answer.js';

const answer = (rawPayload: Buffer, headers = {}) => ({ statusCode: 200, headers, rawPayload });

describe('the result', () => {
  it('is text where the body is', () => {
    expect(resultOfAnswer('GET', answer(Buffer.from('{"a":"ü"}')))).toEqual({
      statusCode: 200,
      headers: {},
      cookies: [],
      body: '{"a":"ü"}',
      isBase64Encoded: false,
    });
  });

  it('is Base64 where the body isn’t text', () => {
    const result = resultOfAnswer('GET', answer(Buffer.from([0x1f, 0x8b, 0x08, 0xff])));
    expect(result).toMatchObject({ body: 'H4sI/w==', isBase64Encoded: true });
  });

  it('brings every byte', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' })), (bytes) => {
        const payload = Buffer.from(bytes as Uint8Array);
        const { body, isBase64Encoded } = resultOfAnswer('GET', answer(payload));
        expect(
          Buffer.from(JSON.parse(JSON.stringify(body)) as string, isBase64Encoded ? 'base64' : 'utf8'),
        ).toEqual(payload);
      }),
    );
  });

  it('leaves the body of an answer to HEAD out, but not its length', () => {
    const result = resultOfAnswer('HEAD', answer(Buffer.from([0xff]), { 'content-length': 1 }));
    expect(result).toMatchObject({ body: '', isBase64Encoded: false, headers: { 'content-length': '1' } });
  });

  it('has each header once, cookies apart, and nothing about a connection', () => {
    const headers = {
      'content-length': 3,
      vary: ['origin', 'accept'],
      connection: 'keep-alive',
      'keep-alive': 'timeout=72',
      'transfer-encoding': 'chunked',
      'set-cookie': ['a=1', 'b=2'],
      absent: undefined,
    };
    expect(resultOfAnswer('GET', answer(Buffer.from('abc'), headers))).toMatchObject({
      headers: { 'content-length': '3', vary: 'origin, accept' },
      cookies: ['a=1', 'b=2'],
    });
    expect(Object.keys(resultOfAnswer('GET', answer(Buffer.from('abc'), headers)).headers)).toHaveLength(2);
  });
});
