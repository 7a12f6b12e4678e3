import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PresignClient } from '../node.js';

let requests = 0;
let server: Server;
beforeAll(async () => {
  server = createServer((_, response) => {
    requests += 1;
    response.writeHead(503, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ code: 'service_unavailable', detail: 'At capacity.' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it('says that a failure of the whole request is temporary, after as many attempts as usual', async () => {
  const { port } = server.address() as AddressInfo;
  const api = `http://127.0.0.1:${port}`;
  const client = new PresignClient({ api, tenant: 'team-a', token: () => 'a.b.c', attempts: 2 });
  const { removed, failed } = await client.remove(['one', 'two']);
  expect({ removed, requests }).toEqual({ removed: 0, requests: 2 });
  expect(failed).toMatchObject([
    { key: 'one', error: { code: 'service_unavailable', isTemporary: true } },
    { key: 'two', error: { code: 'service_unavailable', isTemporary: true } },
  ]);
});
