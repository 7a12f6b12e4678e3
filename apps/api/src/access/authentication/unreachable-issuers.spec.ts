import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IssuerEntry } from '#tenant-file';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { TokenVerifier } from './token-verifier.js';

// The service detects an unreachable issuer before a token arrives, and no request waits for the detection.

const NOW = Date.parse('2026-11-28T12:00:00Z');
let server: JwksServer;
beforeEach(async () => {
  server = await JwksServer.start();
});
afterEach(() => server[Symbol.asyncDispose]());

const entry = (path: string, name = 'platform'): IssuerEntry => ({
  name,
  issuer: `urn:${path}`,
  audience: 'tenant-presign/team-a',
  jwksUri: `${server.url}/${path}`,
  tenants: '/tenants',
});
const paths = () => server.requests.toSorted();
const settled = (count: number) =>
  expect.poll(() => server.requests.length).toBe(count).then(() => new Promise((done) => setTimeout(done, 20))); // prettier-ignore

describe('issuers that can’t be reached', () => {
  it('are named with the reason, once for all entries that share the source, and no others', async () => {
    server.publish('/good', { keys: [] });
    const verifier = new TokenVerifier([entry('bad'), entry('bad', 'again'), entry('good')]);
    expect(verifier.unreachable(NOW)).toEqual([]);
    await settled(2);
    expect(verifier.unreachable(NOW)).toEqual([
      {
        source: `jwks:${server.url}/bad`,
        failure: expect.objectContaining({ message: expect.stringContaining('status 404') }),
      },
    ]);
    expect(paths()).toEqual(['/bad', '/good']);
  });

  it('are asked again every 15 s without a token, and those that can be reached are not', async () => {
    server.publish('/good', { keys: [] });
    const verifier = new TokenVerifier([entry('bad'), entry('good')]);
    verifier.unreachable(NOW);
    await settled(2);
    for (let age = 0; age < 15_000; age += 500) verifier.unreachable(NOW + age);
    await settled(2);
    server.publish('/bad', { keys: [] });
    verifier.unreachable(NOW + 15_000);
    await settled(3);
    expect(verifier.unreachable(NOW + 15_000)).toEqual([]);
    verifier.unreachable(NOW + 3_600_000);
    await settled(3);
  });

  it('are asked a few at a time, however many there are', async () => {
    let held: (() => void)[] = [];
    const many = Array.from({ length: 20 }, (_, index) => `issuer-${index}`);
    for (const path of many) {
      server.publish(`/${path}`, (_, response) => void held.push(() => response.end('{"keys":[]}')));
    }
    const verifier = new TokenVerifier(many.map((path) => entry(path)));
    for (let asked = 4; asked <= many.length; asked += 4) {
      for (let times = 0; times < 3; times++) verifier.unreachable(NOW);
      await settled(asked);
      expect(held).toHaveLength(4);
      for (const answer of held) answer();
      held = [];
      await new Promise((done) => setTimeout(done, 50));
    }
    expect(verifier.unreachable(NOW)).toEqual([]);
  });

  it('that are trusted no longer are named no longer', async () => {
    const verifier = new TokenVerifier([entry('bad')]);
    verifier.unreachable(NOW);
    await settled(1);
    expect(verifier.unreachable(NOW)).toHaveLength(1);
    verifier.trust([]);
    expect(verifier.unreachable(NOW)).toEqual([]);
  });
});
