import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UploadSessionAnswer } from '../../apps/api/src/features/upload-sessions/upload-session.response.js';
import { CompanionClient } from '../support/clients/companion-client.js';
import { send } from '../support/clients/http.js';
import { StartedApi } from './support/started-api.js';
import { secondOwner, tenantOf } from './support/tenants.js';
import { LIMIT, PART, TEXT, USES, UploadSessions, at, s3Key } from './support/upload-sessions.js';

const GRANT = { actions: ['upload'], issuer: 'platform', prefixes: ['users/${sub}/'] };

let sessions: UploadSessions;
beforeAll(async () => void (sessions = await UploadSessions.start()));
afterAll(() => sessions[Symbol.asyncDispose]());

describe('an upload session', () => {
  it('says what it allows, in its answer and to its holder', async () => {
    const keyPrefix = sessions.newFolder();
    const { status, headers, json } = await sessions.alice.post<UploadSessionAnswer>('/upload-sessions', {
      keyPrefix,
      contentTypes: ['Text/Plain'],
      maxFileSize: LIMIT + 1,
      metadata: { origin: 'web' },
      expiresIn: 120,
    });
    expect(status).toBe(201);
    const { companionEndpoint, expiresIn, limitedBy, ...facts } = json;
    expect(companionEndpoint).toBe(sessions.api.process.url + String(headers.location));
    expect({ expiresIn, limitedBy }).toEqual({ expiresIn: 120, limitedBy: 'request' });
    expect(facts).toMatchObject({
      keyPrefix,
      naming: 'unique',
      contentTypes: ['text/plain'],
      maxFileSize: LIMIT, // the tenant's limit
    });
    expect(facts.constraints.map(({ name, enforcedBy }) => `${name}:${enforcedBy}`)).toEqual([
      'keyPrefix:service',
      'naming:service',
      'contentTypes:service',
      'maxFileSize:service',
      'metadata:service',
      'expiresAt:service',
    ]);
    const asked = await new CompanionClient(companionEndpoint).send('');
    expect(asked).toMatchObject({ status: 200, json: facts, headers: { 'cache-control': 'no-store' } });
  });

  it('lives an hour, unless the tenant allows less', async () => {
    const request = { key: 'users/alice/a.txt' };
    expect(await sessions.begin(request)).toMatchObject({ expiresIn: 3600, limitedBy: 'default' });
    await using strict = await sessions.replica({ limits: { maxSessionExpiresIn: 300 } });
    const by = await strict.as('alice', 'team-a');
    expect(await sessions.begin(request, by)).toMatchObject({ expiresIn: 300, limitedBy: 'policy' });
    expect(await sessions.begin({ ...request, expiresIn: 300 }, by)).toMatchObject({ limitedBy: 'request' });
  });

  it.each<[string, object, number, string]>([
    ['a folder of others', { keyPrefix: 'users/bob/' }, 403, 'access_denied'],
    ['everything', { keyPrefix: '' }, 403, 'access_denied'],
    ['a key of others', { key: 'users/bob/a.txt' }, 403, 'access_denied'],
    ['half a folder', { keyPrefix: 'users/alice' }, 400, '#/keyPrefix'],
    ['a way out', { keyPrefix: 'users/alice/../bob/' }, 400, 'invalid_key'],
    ['neither', {}, 400, '#/keyPrefix'],
    ['both', { keyPrefix: 'users/alice/', key: 'users/alice/a' }, 400, '#/keyPrefix'],
    ['naming for one key', { key: 'users/alice/a', naming: 'unique' }, 400, '#/naming'],
    ['other types', { keyPrefix: 'users/alice/', contentTypes: ['text/html'] }, 400, '#/contentTypes/0'],
    ['no types', { keyPrefix: 'users/alice/', contentTypes: [] }, 400, '#/contentTypes'],
    ['nothing to send', { keyPrefix: 'users/alice/', maxFileSize: 0 }, 400, '#/maxFileSize'],
    ['13 hours', { keyPrefix: 'users/alice/', expiresIn: 46_800 }, 400, '#/expiresIn'],
    ['a number of files', { keyPrefix: 'users/alice/', maxFiles: 3 }, 400, '#/maxFiles'],
    [
      'too much to seal',
      { keyPrefix: 'users/alice/', metadata: { a: 'x'.repeat(1500) } },
      400,
      'invalid_request',
    ],
  ])('is not begun for %s', async (_, request, status, where) => {
    const refused = await sessions.alice.post('/upload-sessions', request);
    expect(refused.status, refused.text).toBe(status);
    expect([refused.json.code, ...(refused.json.errors ?? []).map(({ pointer }) => pointer)]).toContain(
      where,
    );
  });
});

describe('a capability', () => {
  it('that was altered, cut, made for something else, or belongs to no tenant, is none: in the same words', async () => {
    const uppy = await sessions.uppy({ keyPrefix: sessions.newFolder() });
    const [before, capability] = uppy.endpoint.split(/(?<=\/uppy\/)/) as [string, string];
    const segments = capability.split('.');
    const altered = [0, 2, 3, 4].map((place) =>
      segments.map((segment, index) => (index === place ? flipped(segment) : segment)).join('.'),
    );
    const { uploadId } = (await uppy.create(TEXT)).json;
    await using elsewhere = await StartedApi.start([tenantOf(secondOwner, 'team-b')], sessions.keys);
    const others = [...altered, capability.slice(0, -1), `${capability}AAAA`, uploadId, 'x'];
    const refusals = [
      ...(await Promise.all(others.map((each) => new CompanionClient(before + each).params(TEXT)))),
      await at(elsewhere, uppy).params(TEXT),
    ];
    for (const { status, json, headers } of refusals) {
      const { requestId: _, ...words } = json;
      const { requestId: __, ...same } = refusals[0]!.json;
      expect(words).toEqual(same);
      expect({ status, code: json.code }).toEqual({ status: 403, code: 'session_not_active' });
      expect(headers['cache-control']).toBe('no-store');
    }
    expect((await uppy.params(TEXT)).status).toBe(200);
  });

  it('is no token, and a token no capability', async () => {
    const { endpoint } = await sessions.uppy({ keyPrefix: sessions.newFolder() });
    const [capability] = endpoint.split('/').slice(-1) as [string];
    const asToken = await send(`${sessions.api.process.url}/v1/tenants/team-a/uploads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${capability}`, 'content-type': 'application/json' },
      body: '{"key":"users/alice/a.txt"}',
    });
    expect(asToken.status).toBe(401);
    const asCapability = new CompanionClient(endpoint.replace(capability, sessions.alice.token));
    expect((await asCapability.params(TEXT)).status).toBe(403);
  });

  it('works on every replica, by the tenant file as it is there', async () => {
    const uppy = await sessions.uppy({ keyPrefix: sessions.newFolder(), contentTypes: ['text/plain'] });
    const begun = await uppy.sent(TEXT, [randomBytes(PART), randomBytes(PART)]);

    await using lower = await sessions.replica({ limits: { maxUploadBytes: LIMIT - 1 } });
    expect((await at(lower, uppy).send<{ maxFileSize: number }>('')).json.maxFileSize).toBe(LIMIT - 1);
    await using fewer = await sessions.replica({ limits: { contentTypes: ['image/png'] } });
    expect((await at(fewer, uppy).params(TEXT)).status).toBe(400);
    await using withdrawn = await sessions.replica({
      grants: [{ ...GRANT, prefixes: ['users/${sub}/other/'] }],
    });
    for (const [, use] of USES) {
      expect(await use(at(withdrawn, uppy), begun)).toMatchObject({
        status: 403,
        json: { code: 'access_denied' },
      });
    }
    expect((await at(withdrawn, uppy).params(TEXT)).status).toBe(403);
    expect((await at(withdrawn, uppy).create(TEXT)).status).toBe(403);
    await using same = await sessions.replica({ grants: [GRANT] });
    expect((await at(same, uppy).complete(begun, begun.parts)).status).toBe(200);
  }, 60_000); // the test starts four processes
});

it('the log says who began the session and what was signed in it, and holds no capability', async () => {
  const keyPrefix = sessions.newFolder();
  const { companionEndpoint, sessionId } = await sessions.begin({ keyPrefix });
  const uppy = new CompanionClient(companionEndpoint);
  const { json: form } = await uppy.params(TEXT);
  const begun = await uppy.sent(TEXT, [Buffer.from('x')]);
  await uppy.complete(begun, begun.parts);
  await uppy.params({ filename: '' });
  await expect.poll(() => sessions.api.process.output()).toContain('"code":"invalid_request"');
  const lines = sessions.api.process.output();
  const events = lines
    .split('\n')
    .filter((line) => line.includes(sessionId))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.map(({ msg, operation, subject, issuer }) => [msg, operation, subject, issuer])).toEqual(
    [
      ['upload session', undefined],
      ['signing', undefined],
      ['storage', 'CreateMultipartUpload'],
      ['signing', undefined],
      ['storage', 'CompleteMultipartUpload'],
    ].map((event) => [...event, 'alice', 'platform']),
  );
  expect(events[0]).toMatchObject({ session: sessionId, keyPrefix: s3Key(keyPrefix), tenant: 'team-a' });
  expect(lines).toContain('"route":"/v1/uppy/:capability/s3/params"');
  const secrets = [
    ...companionEndpoint.split('/').at(-1)!.split('.'),
    ...begun.uploadId.split('.'),
    ...Object.values(form.fields),
  ].filter((text) => text.length >= 64 && !text.includes('/')); // signatures, policies and encrypted tokens
  expect(secrets.length).toBeGreaterThan(3);
  expect(secrets.filter((secret) => lines.includes(secret))).toEqual([]);
});

/** Changes a character in the middle. The last character of base64url may have bits that decoders ignore. */
function flipped(segment: string): string {
  const middle = Math.floor(segment.length / 2);
  return segment.slice(0, middle) + (segment[middle] === 'A' ? 'B' : 'A') + segment.slice(middle + 1);
}
