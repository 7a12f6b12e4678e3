import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { PresignClient } from '../node.js';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Starts a server that gives these answers, and then the last one for ever. @returns its URL, and the requests so far */
async function answering(...answers: readonly Answer[]) {
  const seen = { requests: 0, url: '' };
  const answer: RequestListener = (request, response) => {
    request.resume();
    const { status, body, type = 'application/json', headers } = answers[seen.requests] ?? answers.at(-1)!;
    seen.requests += 1;
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  };
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  seen.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return seen;
}

const clientOf = (api: string) =>
  new PresignClient({ api, tenant: 'team-a', token: () => 'a.b.c', journal: false, attempts: 4 });

const page: Answer = { status: 200, type: 'text/html; charset=utf-8', body: '<!doctype html>' };
const nothing: Answer = { status: 404, type: 'text/html', body: 'default backend - 404' };
const empty: Answer = { status: 200, body: '{"items":[]}' };
const noRoute: Answer = { status: 404, body: '{"code":"not_found","detail":"There is no such route."}' };
const denied: Answer = { status: 403, body: '{"code":"access_denied","detail":"No grant."}' };

describe('a URL at which there is no API', () => {
  it.each<[string, Answer]>([
    ['a server without the route', nothing],
    ['the API below another path', noRoute],
    ['a redirect, such as to https', { status: 308, headers: { location: 'https://127.0.0.1/' } }],
    ['a page for every path', page],
    ['a server of files, which takes no POST', { status: 405 }],
    ['a login of a proxy', { status: 401 }],
  ])('is recognised within three requests: %s', async (_, answer) => {
    const seen = await answering(answer);
    const failed = await clientOf(`${seen.url.replace('//', '//user:hunter2@')}/base/`)
      .url('download', 'key')
      .catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'wrong_api', status: answer.status, isTemporary: false });
    expect((failed as Error).message).toContain(`at ${seen.url}/base, which answered ${answer.status}.`);
    expect((failed as Error).message).not.toContain('hunter2');
    expect(seen.requests).toBe(3);
  });

  it.each<[string, Answer]>([
    ['two answers of a load balancer that does not know the API yet', nothing],
    ['an answer that is no JSON, but no page', { status: 200, body: '{"items":[' }],
    ['an answer of a proxy that fails', { status: 502, type: 'text/html', body: 'Bad Gateway' }],
  ])('is not assumed for %s', async (_, answer) => {
    const seen = await answering(answer, answer, empty);
    expect((await clientOf(seen.url).list().next()).done).toBe(true);
    expect(seen.requests).toBe(3);
  });

  it.each([empty, denied])('is not assumed after an answer of the API: %j', async (known) => {
    const seen = await answering(known, nothing, nothing, nothing, empty);
    const client = clientOf(seen.url);
    await client
      .list()
      .next()
      .catch(() => undefined);
    expect((await client.list().next()).done).toBe(true);
    expect(seen.requests).toBe(5);
  });

  it('is temporary for a load balancer that has lost the API for good', async () => {
    const seen = await answering(empty, nothing);
    const client = clientOf(seen.url);
    await client.list().next();
    await expect(client.list().next()).rejects.toMatchObject({
      code: 'unexpected_response',
      status: 404,
      isTemporary: true,
    });
    expect(seen.requests).toBe(5);
  });
});
