import { describe, expect, it } from 'vitest';
import { functionUrlEvent, httpApiEvent } from '../../../test/lambda/support/events.js';
import { requestOfEvent } from './request-of-event.js';

describe.each([
  ['a function URL', functionUrlEvent],
  ['an HTTP API', httpApiEvent],
])('the event of %s', (_, eventOf) => {
  it('becomes the request that the client sent', () => {
    const event = eventOf({
      method: 'POST',
      target: '/v1/tenants/team-a/downloads',
      headers: { authorization: 'Bearer a.b.c', 'content-type': 'application/json', accept: 'a/b,c/d' },
      body: '{"key":"ü"}',
    });
    expect(requestOfEvent(event)).toMatchObject({
      method: 'POST',
      target: '/v1/tenants/team-a/downloads',
      headers: {
        authorization: 'Bearer a.b.c',
        'content-type': 'application/json',
        accept: 'a/b,c/d',
        'content-length': '12',
        host: event.headers['host'],
      },
      payload: Buffer.from('{"key":"ü"}'),
      remoteAddress: '203.0.113.7',
    });
  });

  it.each([
    '/signed-url-get?key=a%2Cb,c.txt',
    '/signed-url-get?key=a+b%20c&key=second',
    '/v1/tenants/team-a/../team-b//downloads?',
    '/v1/tenants/%74eam-a/objects?prefix=%E2%82%AC&limit=',
  ])('keeps path and query as they stand: %s', (target) => {
    expect(requestOfEvent(eventOf({ target })).target).toBe(target.replace(/\?$/, ''));
  });

  it('decodes a Base64 body', () => {
    const body = Buffer.from([0, 255, 10, 128]);
    const { payload, headers } = requestOfEvent(eventOf({ method: 'POST', target: '/', body }));
    expect(payload).toEqual(body);
    expect(headers['content-length']).toBe('4');
  });

  it('has no body where there is none', () => {
    const { payload, headers } = requestOfEvent(eventOf({ target: '/' }));
    expect(payload).toBeUndefined();
    expect(headers).not.toHaveProperty('content-length');
  });

  it('says how long the body is, not how it was transferred to AWS', () => {
    const event = eventOf({ method: 'POST', target: '/', body: 'abc' });
    const odd = {
      ...event,
      headers: { ...event.headers, 'content-length': '9', 'transfer-encoding': 'chunked' },
    };
    expect(requestOfEvent(odd).headers).toMatchObject({ 'content-length': '3' });
    expect(requestOfEvent(odd).headers).not.toHaveProperty('transfer-encoding');
  });

  it('gives the request AWS’s id, unless the client has one', () => {
    const own = { 'x-request-id': 'mine' };
    expect(requestOfEvent(eventOf({ target: '/' })).headers['x-request-id']).toMatch(/^6e1c1b0a-/);
    expect(requestOfEvent(eventOf({ target: '/', headers: own })).headers['x-request-id']).toBe('mine');
  });
});

describe('the path', () => {
  it('is without the stage of an HTTP API', () => {
    const event = httpApiEvent({ target: '/v1/tenants/team-a/downloads?x=1', stage: 'prod' });
    expect(event.rawPath).toBe('/prod/v1/tenants/team-a/downloads');
    expect(requestOfEvent(event).target).toBe('/v1/tenants/team-a/downloads?x=1');
  });

  it('is left alone where it only begins like the stage', () => {
    const event = { ...httpApiEvent({ target: '/' }), rawPath: '/production/x' };
    expect(
      requestOfEvent({ ...event, requestContext: { ...event.requestContext, stage: 'prod' } }).target,
    ).toBe('/production/x');
  });

  it('that AWS has decoded can stand in a request again, and brings no query of its own', () => {
    const event = { ...httpApiEvent({ target: '/' }), rawPath: '/a b/ü?x=1#y/\ud800', rawQueryString: 'k=v' };
    expect(requestOfEvent(event).target).toBe('/a%20b/%C3%BC%3Fx=1%23y/%EF%BF%BD?k=v');
  });
});
