import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import { requestLineOf } from '../../../../../test/support/checks/request-line-of.js';
import { ApiClient, use } from '../../../../../test/support/clients/api-client.js';
import { CompanionClient, type Begun } from '../../../../../test/support/clients/companion-client.js';
import { MultipartClient, s3UploadId } from '../../../../../test/support/clients/multipart-client.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { CREDENTIALS, tenantEntry } from '../../../../../test/support/processes/in-process-api.js';
import { sealOf010 } from '../../../testing/sealed.js';
import { startApi, type Api } from '../../app/api.js';

// The tests change the tenant file of a running API, and then use values that it sealed before. Each case is a tenant
// with its own issuer entry, so that two changes of the file are enough for all cases.

const KEY = Buffer.alloc(32, 7);
const TEXT = { filename: 'a.txt', type: 'text/plain' };
const LARGE = { key: 'in/large.bin', contentLength: 6_000_000 };

/** The changes in the file: of the issuer's entry and of the tenant's entry. */
interface Change {
  readonly issuer?: { readonly name?: string; readonly issuer?: string; readonly audience?: string };
  readonly tenant?: { readonly sessionsNotBefore?: string; readonly bucket?: string };
}
/** The changes by the tenant's id. The issuer's entry has the same name unless the change renames it. */
const CHANGES: Readonly<Record<string, Change>> = {
  same: {},
  replaced: { issuer: { issuer: 'urn:second' } },
  audience: { issuer: { audience: 'another' } },
  renamed: { issuer: { name: 'renamed-now' } },
  bucket: { tenant: { bucket: 'same-files' } },
  revoked: { tenant: {} }, // the revocation time is set after sealing
  younger: { tenant: { sessionsNotBefore: '2026-01-01T00:00:00Z' } },
  old: {},
  'old-revoked': { tenant: { sessionsNotBefore: '1970-01-01T00:00:00Z' } },
  ahead: { tenant: { sessionsNotBefore: '9999-12-31T23:59:59Z' } },
};
const IDS = Object.keys(CHANGES);

let folder: string, path: string, logFd: number, s3: EmbeddedS3, api: Api;
let issuers: Record<string, TestIssuer>;
let published = 0;

async function publish(changes: Readonly<Record<string, Change>>): Promise<void> {
  published += 1;
  const entries = IDS.map((id) => {
    const issuer = { name: id, issuer: 'urn:first', audience: `audience-of-${id}`, ...changes[id]?.issuer };
    const jwksFile = join(folder, `${issuer.issuer.slice(4)}.json`);
    const tenant = { endpoint: s3.endpoint, issuers: [issuer.name], ...changes[id]?.tenant };
    return { issuer: { ...issuer, jwksFile, tenants: '/tenants' }, tenant: tenantEntry(id, tenant) };
  });
  const probe = tenantEntry(`probe-${published}`, { issuers: [entries[0]!.issuer.name] });
  const file = {
    version: 1,
    issuers: entries.map(({ issuer }) => issuer),
    tenants: [...entries.map(({ tenant }) => tenant), probe],
  };
  await writeFile(path, stringify(file, { aliasDuplicateObjects: false }));
}

/** Changes the tenant file and waits until the process has applied it. */
async function takeOver(changes: Readonly<Record<string, Change>>): Promise<void> {
  await publish(changes);
  const client = await clientOf('same', `probe-${published}`);
  const status = async () => (await client.post('/downloads', { key: 'a' })).status;
  await vi.waitFor(async () => expect(await status()).toBe(200), { interval: 100, timeout: 10_000 });
}

/** Creates a client for Alice with a token of the issuer, as the issuer is before or after a change. */
async function clientOf(id: string, tenant = id, { issuer = {} }: Change = {}): Promise<ApiClient> {
  const { issuer: iss = 'urn:first', audience = `audience-of-${id}` } = issuer;
  return new ApiClient(api.url, tenant, await issuers[iss]!.token({ aud: audience, tenants: [tenant] }));
}
const heirOf = (id: string) => clientOf(id, id, CHANGES[id]);

/** One value of each sealed kind. */
interface Seals {
  readonly uppy: CompanionClient;
  readonly begun: Begun;
  readonly uploadId: string;
  readonly receipt: string;
  readonly cursor: string;
}

async function seals(client: ApiClient): Promise<Seals> {
  const { json } = await client.post<{ companionEndpoint: string }>('/upload-sessions', { keyPrefix: 'in/' });
  const uppy = new CompanionClient(json.companionEndpoint);
  const { json: begun } = await uppy.create(TEXT);
  const { created } = await MultipartClient.create(client, LARGE);
  await use(await client.sign('uploads', { key: '2.txt', contentType: 'text/plain' }), { body: '2' });
  const promise = { key: '1.txt', contentType: 'text/plain', receipt: true };
  const upload = (await client.sign('uploads', promise)) as { receipt?: string };
  await use(upload as Awaited<ReturnType<ApiClient['sign']>>, { body: '1' });
  const listing = await client.send<{ nextCursor: string }>(`/v1/tenants/${client.tenant}/objects?limit=1`);
  const { uploadId } = created;
  return { uppy, begun, uploadId, receipt: upload.receipt!, cursor: listing.json.nextCursor };
}

/** Returns the answer to each sealed value: the status, and the code of a refusal. */
async function answers(client: ApiClient, { uppy, begun, uploadId, receipt, cursor }: Seals) {
  const at = `/v1/tenants/${client.tenant}`;
  const all = await Promise.all([
    uppy.params(TEXT),
    uppy.list(begun),
    client.send(`${at}/multipart-uploads/${uploadId}/parts`),
    client.post('/confirmations', { receipt }),
    client.send(`${at}/objects?cursor=${cursor}`),
  ]);
  return all.map(({ status, json }) => ('code' in json ? `${status} ${json.code}` : status));
}
const ACCEPTED = [200, 200, 200, 200, 200];
const REFUSED = [
  '403 session_not_active',
  '403 session_not_active',
  '409 upload_not_active',
  '400 invalid_request',
  '400 invalid_request',
];

/** Creates the sealed values in the form of release 0.1.0, which identified an issuer only by its name. */
async function sealsOf010(id: string): Promise<Seals> {
  await seals(await clientOf(id)); // creates the object of the receipt
  const { created } = await MultipartClient.create(await clientOf(id), LARGE);
  const session = { id: '01M87TF0W3Q1T9Z0XJ9D6J2N4C', issuer: id, of: 'alice', claims: {} };
  const upload = { key: LARGE.key, s3: s3UploadId(created.parts[0]!), part: 5_242_880, mark: 'm' };
  const end = Math.floor(Date.now() / 1000) + 3600;
  const seal = (purpose: string, claims: object, owner = [id, 'alice']) =>
    sealOf010(KEY, { purpose, kid: 'k1', tenant: id, owner, claims, end });
  const to = { keyPrefix: 'in/', naming: 'unique' };
  const capability = await seal('session', { ...session, to, overwrite: false });
  const uppy = new CompanionClient(`${api.url}/v1/uppy/${capability}`);
  return {
    uppy,
    begun: { key: LARGE.key, uploadId: await seal('upload', upload, [id, 'alice', session.id]) },
    uploadId: await seal('upload', upload),
    receipt: await seal('receipt', { key: '1.txt', contentType: 'text/plain', signedAt: 0 }),
    cursor: await seal('cursor', { prefix: '', rest: '0', versions: false }),
  };
}

let before: Record<string, Seals>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealed-'));
  path = join(folder, 'tenants.yaml');
  const sealingKeysFile = join(folder, 'sealing.json');
  const key = { kty: 'oct', kid: 'k1', k: KEY.toString('base64url') };
  await writeFile(sealingKeysFile, JSON.stringify({ keys: [key] }));
  issuers = Object.fromEntries(
    await Promise.all(
      ['urn:first', 'urn:second'].map(async (issuer) => {
        const created = await TestIssuer.create({ issuer, audience: 'x' });
        await writeFile(join(folder, `${issuer.slice(4)}.json`), JSON.stringify(created.jwks));
        return [issuer, created] as const;
      }),
    ),
  );
  const buckets = IDS.map((id) => ({ name: `${id}-files`, credentials: [CREDENTIALS] }));
  s3 = await startEmbeddedS3({ region: 'eu-west-1', buckets });
  await publish({});
  logFd = openSync(join(folder, 'log'), 'w');
  const loopback = { host: '127.0.0.1', port: 0, managementHost: '127.0.0.1', managementPort: 0 };
  api = await startApi({ tenantsFile: path, sealingKeysFile, logFd, ...loopback });

  const made = IDS.map(async (id) => [
    id,
    await (id.startsWith('old') ? sealsOf010(id) : seals(await clientOf(id))),
  ]);
  before = Object.fromEntries(await Promise.all(made)) as Record<string, Seals>;
  for (const id of IDS) {
    const answered = await answers(await clientOf(id), before[id]!);
    if (!isDeepStrictEqual(answered, ACCEPTED)) throw new Error(`${id}: ${answered.join()}`);
  }
  const soon = new Date(Math.ceil((Date.now() + 1) / 1000) * 1000).toISOString();
  await takeOver({ ...CHANGES, revoked: { tenant: { sessionsNotBefore: soon } } });
}, 60_000);
afterAll(async () => {
  await api.stop();
  await s3.close();
  closeSync(logFd);
  await rm(folder, { recursive: true });
});

const log = () => readFile(join(folder, 'log'), 'utf8');

describe('when the tenant file changes', () => {
  it.each([
    ['replaced', 'another provider stands under the issuer’s name'],
    ['audience', 'its issuer speaks for another audience'],
    ['renamed', 'its issuer has another name'],
    ['bucket', 'its bucket is another one'],
    ['revoked', 'it is older than sessionsNotBefore, which needs no restart'],
    ['old-revoked', 'it has no time of its own, and the tenant has sessionsNotBefore'],
    ['ahead', 'sessionsNotBefore is in the future'],
  ])('%s: what was sealed is refused once %s', async (id) => {
    expect(await answers(await heirOf(id), before[id]!)).toEqual(REFUSED);
  });

  it.each([
    ['replaced', 'capability_bound_elsewhere'],
    ['audience', 'capability_bound_elsewhere'],
    ['renamed', 'issuer_not_listed'],
    ['bucket', 'capability_bound_elsewhere'],
    ['revoked', 'capability_revoked'],
    ['old-revoked', 'capability_revoked'],
    ['ahead', 'capability_revoked'],
  ])('%s: the one line of a refused capability says %s, and whose it was', async (id, reason) => {
    const line = await requestLineOf({ log }, await before[id]!.uppy.params(TEXT));
    expect(line).toMatchObject({ reason, status: 403, tenant: id, issuer: id, subject: 'alice' });
  });

  it.each(['replaced', 'audience', 'renamed', 'bucket', 'revoked', 'old-revoked'])(
    '%s: what is sealed from then on is accepted',
    async (id) => {
      const heir = await heirOf(id);
      expect(await answers(heir, await seals(heir))).toEqual(ACCEPTED);
    },
  );

  it.each([
    ['same', 'nothing changes for its tenant'],
    ['younger', 'it is younger than sessionsNotBefore'],
    ['old', 'release 0.1.0 sealed it, and the tenant has no sessionsNotBefore'],
  ])('%s: what was sealed is accepted where %s', async (id) => {
    expect(await answers(await clientOf(id), before[id]!)).toEqual(ACCEPTED);
  });

  it('while sessionsNotBefore is in the future nothing is sealed, and URLs are signed', async () => {
    const client = await clientOf('ahead');
    for (const { status, json } of await Promise.all([
      client.post('/upload-sessions', { keyPrefix: 'in/' }),
      client.post('/multipart-uploads', LARGE),
      client.post('/uploads', { key: 'a', receipt: true }),
      client.send('/v1/tenants/ahead/objects'),
    ])) {
      expect({ status, code: json.code }).toEqual({ status: 503, code: 'sealing_unavailable' });
    }
    expect((await client.post('/uploads', { key: 'a' })).status).toBe(200);
  });

  it('back to what it was, all is accepted again', async () => {
    await takeOver({});
    for (const id of IDS) expect(await answers(await clientOf(id), before[id]!), id).toEqual(ACCEPTED);
  });
});
