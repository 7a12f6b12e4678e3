import { ApiClient, type JsonResponse } from '../../../test/support/clients/api-client.js';
import { CompanionClient } from '../../../test/support/clients/companion-client.js';
import { send, type RawRequest } from '../../../test/support/clients/http.js';
import { createSigningKey, TestIssuer } from '../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../test/support/fakes/jwks-server.js';
import { forge, withBytes } from '../../../test/support/generators/forge.js';
import { InProcessApi, tenantEntry } from '../../../test/support/processes/in-process-api.js';
import type { RefusalReason } from '../src/platform/problems/refusal.js';
import type { Problem } from '../src/platform/problems/problem.js';

export const START = Date.parse('2026-11-24T12:00:00Z');
export const IAT = START / 1000;
const DAY = 86_400;
const AUDIENCE = 'tenant-presign/test';
export const ALICE = { issuer: 'platform', subject: 'alice' };
export const OF_A = { tenants: ['team-a'] };
export const OF_C = { tenants: ['team-c'] };
const FILE = { filename: 'a.txt', type: 'text/plain' };
const URL_OF_B = 'http://127.0.0.1:9/team-a-files/out/b.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256';

const started = new AsyncDisposableStack();
export let issuer: TestIssuer;
export let api: InProcessApi;
let foreign: TestIssuer;
let now = START;
/** The capability of an upload session; the next variable is a receipt. */
export let own: string;
let receipt: string;

const atStart = (): number => START;

/** Starts the API to which the cases send requests. */
export async function start(): Promise<void> {
  const server = started.use(await JwksServer.start());
  const create = async (name: string) => {
    const created = await TestIssuer.create({
      issuer: `${server.url}/${name}`,
      audience: AUDIENCE,
      clock: atStart,
    });
    server.publish(`/${name}/jwks`, created.jwks);
    return created;
  };
  [issuer, foreign] = await Promise.all([create('platform'), create('foreign')]);
  const entry = (name: string) => ({
    name,
    issuer: `${server.url}/${name}`,
    audience: AUDIENCE,
    jwksUri: `${server.url}/${name}/jwks`,
    tenants: '/tenants',
  });
  const issuers = [entry('platform'), entry('foreign')];
  const grants = [
    { actions: ['download', 'upload', 'list'], prefixes: ['in/'] },
    { actions: ['downloadVersion'], where: { '/role': 'auditor' }, prefixes: ['audit/'] },
  ];
  const many = [
    { actions: ['download'], issuer: 'platform', prefixes: ['users/${sub}/'] },
    { actions: ['download'], where: { '/groups': 'board' }, prefixes: ['secret/'] },
    { actions: ['upload'], prefixes: ['secret/uploads/'] },
    { actions: ['download'], prefixes: Array.from({ length: 20 }, (_, index) => `own/${index}/`) },
  ];
  const tenants = [
    tenantEntry('team-a', { grants }),
    tenantEntry('team-b', { issuers: ['foreign'] }),
    tenantEntry('team-c', { grants: many }),
    tenantEntry('team-d', { grants: [] }),
  ];
  api = started.use(await InProcessApi.start({ issuers, tenants }, () => now));
  own = await session(await issuer.token(OF_A));
  const signed = await (await of(OF_A)).post<{ receipt: string }>('/uploads', { key: 'in/r', receipt: true });
  receipt = signed.json.receipt;
}

export const stop = (): Promise<void> => started.disposeAsync();

/**
 * Sets the clock.
 *
 * @param time milliseconds since the epoch
 */
export const setClock = (time = START): void => void (now = time);

export const of = async (claims: object, tenant = 'team-a') =>
  new ApiClient(api.url, tenant, await issuer.token({ ...claims }));

/** Begins an upload session, and returns its capability. */
async function session(token: string): Promise<string> {
  const client = new ApiClient(api.url, 'team-a', token);
  const { json, text } = await client.post<{ companionEndpoint: string }>('/upload-sessions', {
    keyPrefix: 'in/',
  });
  if (!json.companionEndpoint) throw new Error(text);
  return json.companionEndpoint.slice(json.companionEndpoint.lastIndexOf('/') + 1);
}

export type Ask = () => Promise<JsonResponse<Problem>>;
export type Case = [name: string, ask: Ask, reason: RefusalReason, line: Readonly<Record<string, unknown>>];

const DOWNLOAD: RawRequest = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ key: 'in/a' }),
};

/** Returns a function that sends a download request with any `Authorization` fields. */
const withField = (authorization: string | string[]) => (): Promise<JsonResponse<Problem>> =>
  new ApiClient(api.url, 'team-a', '').send('/v1/tenants/team-a/downloads', {
    ...DOWNLOAD,
    headers: { ...DOWNLOAD.headers, authorization },
  });
export const withoutField: Ask = async () => {
  const answer = await send(`${api.url}/v1/tenants/team-a/downloads`, DOWNLOAD);
  return { ...answer, text: answer.text, json: JSON.parse(answer.text) as Problem };
};
export const withToken =
  (make: () => string | Promise<string>, path = '/downloads', body: object = { key: 'in/a' }): Ask =>
  async () =>
    new ApiClient(api.url, 'team-a', await make()).post(path, body);
export const claims =
  (change: object, header?: Record<string, unknown>): Ask =>
  async () =>
    withToken(() => issuer.token({ ...OF_A, ...change }, header))();

const UNGRANTED = {
  issuer: undefined,
  subject: undefined,
  tenant: undefined,
  action: undefined,
  key: undefined,
};
const KNOWN = { ...ALICE, tenant: 'team-a', action: 'download' };

export const TOKENS: Case[] = [
  ['no token', withoutField, 'no_token', UNGRANTED],
  ['an empty field', withField(''), 'not_bearer', UNGRANTED],
  ['another scheme', withField('Basic YWJj'), 'not_bearer', UNGRANTED],
  ['a bare token', async () => withField(await issuer.token(OF_A))(), 'not_bearer', UNGRANTED],
  ['two fields', withField(['Bearer a', 'Bearer b']), 'several_tokens', UNGRANTED],
  ['a word', withToken(() => 'secret'), 'malformed', UNGRANTED],
  ['two parts', withToken(async () => (await issuer.token(OF_A)).split('.').slice(0, 2).join('.')), 'malformed', UNGRANTED], // prettier-ignore
  ['an endless token', withToken(() => issuer.token({ x: 'x'.repeat(9000) }).then((token) => `${token}.`)), 'malformed', UNGRANTED], // prettier-ignore
  ['a payload that is no JSON', withToken(() => forge({ alg: 'ES256' }, '{', withBytes(new Uint8Array(64)))), 'malformed', UNGRANTED], // prettier-ignore
  ['alg none', withToken(() => forge({ alg: 'none' }, issuer.claims(OF_A), withBytes(new Uint8Array(0)))), 'algorithm', UNGRANTED], // prettier-ignore
  ['HMAC', withToken(() => forge({ alg: 'HS256', kid: 'key-1' }, issuer.claims(OF_A), withBytes(new Uint8Array(32)))), 'algorithm', UNGRANTED], // prettier-ignore
  ['another issuer', claims({ iss: 'https://idp.example' }), 'issuer', UNGRANTED],
  ['no issuer', claims({ iss: undefined }), 'issuer', UNGRANTED],
  ['another audience', claims({ aud: 'tenant-presign/other' }), 'audience', UNGRANTED],
  ['no audience', claims({ aud: undefined }), 'audience', UNGRANTED],
  ['an unknown key', claims({}, { kid: 'key-9' }), 'key_not_found', UNGRANTED],
  ['a stranger’s key', withToken(async () => issuer.token(OF_A, {}, await createSigningKey('key-1'))), 'signature', UNGRANTED], // prettier-ignore
  ['altered claims', withToken(async () => altered(await issuer.token(OF_A))), 'signature', UNGRANTED],
  ['expired', claims({ exp: IAT - 31 }), 'expired', KNOWN],
  ['expired long ago', claims({ iat: IAT - 9 * DAY, exp: IAT - 8 * DAY }), 'expired', KNOWN],
  ['not valid yet', claims({ nbf: IAT + 60 }), 'not_yet_valid', KNOWN],
  ['issued in the future', claims({ iat: IAT + 60 }), 'not_yet_valid', KNOWN],
  ['valid for too long', claims({ exp: IAT + DAY + 1 }), 'lifetime', KNOWN],
  ['issued too long ago', claims({ iat: IAT - DAY - 60 }), 'lifetime', KNOWN],
  ['no exp', claims({ exp: undefined }), 'claims', KNOWN],
  ['no iat', claims({ iat: undefined }), 'claims', KNOWN],
  ['iat as text', claims({ iat: String(IAT) }), 'claims', KNOWN],
  ['no sub', claims({ sub: undefined }), 'claims', UNGRANTED],
  ['a proof of possession', claims({}, { typ: 'dpop+jwt' }), 'type', KNOWN],
];

export const MAY_NOT: Case[] = [
  ['a tenant that is not there', async () => (await of(OF_A, 'nowhere')).post('/downloads', { key: 'in/a' }), 'tenant_not_served', { ...KNOWN, tenant: 'nowhere' }], // prettier-ignore
  ['a tenant’s name that is none', async () => (await of(OF_A, '%22%0A')).post('/downloads', { key: 'in/a' }), 'tenant_not_served', { ...KNOWN, tenant: undefined }], // prettier-ignore
  ['an issuer that the tenant does not list', async () => (await of({ tenants: ['team-b'] }, 'team-b')).post('/downloads', { key: 'a' }), 'issuer_not_listed', { ...KNOWN, tenant: 'team-b' }], // prettier-ignore
  ['a foreign issuer', withToken(() => foreign.token(OF_A)), 'issuer_not_listed', { ...KNOWN, issuer: 'foreign' }], // prettier-ignore
  ['a tenant that the token does not name', claims({ tenants: ['team-b'] }), 'tenant_not_named', KNOWN],
  ['a token that names none', claims({ tenants: undefined }), 'tenant_not_named', KNOWN],
  ['an action that is not granted', async () => (await of(OF_A)).post('/deletions', { key: 'in/a' }), 'no_grant', { ...KNOWN, action: 'delete' }], // prettier-ignore
  ['a key outside', async () => (await of(OF_A)).post('/downloads', { key: 'out/a' }), 'no_grant', { ...KNOWN, key: 'out/a' }], // prettier-ignore
  ['an upload outside', async () => (await of(OF_A)).post('/uploads', { key: 'out/"a"' }), 'no_grant', { ...KNOWN, action: 'upload', key: 'out/"a"' }], // prettier-ignore
  ['a head outside', async () => (await of(OF_A)).post('/heads', { key: 'out/a' }), 'no_grant', { ...KNOWN, key: 'out/a' }], // prettier-ignore
  ['a version', async () => (await of(OF_A)).post('/downloads', { key: 'in/a', versionId: '1' }), 'no_grant', { ...KNOWN, action: 'downloadVersion', key: 'in/a' }], // prettier-ignore
  ['a version to another role', async () => (await of({ ...OF_A, role: 'clerk' })).post('/downloads', { key: 'audit/a', versionId: '1' }), 'no_grant', { ...KNOWN, action: 'downloadVersion', key: 'audit/a' }], // prettier-ignore
  ['a form outside', async () => (await of(OF_A)).post('/upload-forms', { key: 'out/a' }), 'no_grant', { ...KNOWN, action: 'upload', key: 'out/a' }], // prettier-ignore
  ['a form for a prefix', async () => (await of(OF_A)).post('/upload-forms', { keyPrefix: 'in/' }), 'no_grant_for_prefix_forms', { ...KNOWN, action: 'upload', key: 'in/' }], // prettier-ignore
  ['a session outside', async () => (await of(OF_A)).post('/upload-sessions', { keyPrefix: 'out/' }), 'no_grant', { ...KNOWN, action: 'upload', key: 'out/' }], // prettier-ignore
  ['parts outside', async () => (await of(OF_A)).post('/multipart-uploads', { key: 'out/a' }), 'no_grant', { ...KNOWN, action: 'upload', key: 'out/a' }], // prettier-ignore
  ['a listing outside', async () => (await of(OF_A)).send('/v1/tenants/team-a/objects?prefix=out/'), 'no_grant', { ...KNOWN, action: 'list', key: 'out/' }], // prettier-ignore
  ['a listing of versions', async () => (await of(OF_A)).send('/v1/tenants/team-a/objects?prefix=in/&versions=true'), 'no_grant', { ...KNOWN, action: 'downloadVersion', key: 'in/' }], // prettier-ignore
  ['an explanation of a foreign URL', async () => (await of(OF_A)).post('/explanations', { url: URL_OF_B }), 'no_grant', { ...KNOWN, key: 'out/b.txt' }], // prettier-ignore
];

export const uppy = (capability: () => string) => (): Promise<JsonResponse<Problem>> =>
  new CompanionClient(`${api.url}/v1/uppy/${capability()}`).params(FILE);
export const SESSIONS: Case[] = [
  ['a word', uppy(() => 'x'), 'capability_malformed', UNGRANTED],
  ['an altered one', uppy(() => altered(own, 3)), 'capability_altered', UNGRANTED],
  ['one by an unknown key', uppy(() => withKid(own)), 'capability_key_not_found', UNGRANTED],
  ['a receipt', uppy(() => receipt), 'capability_purpose', UNGRANTED],
];

/** Returns a token with one part altered. */
export function altered(compact: string, part = 1): string {
  const parts = compact.split('.');
  parts[part] = `${parts[part]!.startsWith('A') ? 'B' : 'A'}${parts[part]!.slice(1)}`;
  if (part === 1) parts[1] = Buffer.from(JSON.stringify(issuer.claims({ ...OF_A, sub: 'mallory' }))).toString('base64url'); // prettier-ignore
  return parts.join('.');
}

function withKid(capability: string): string {
  const [head, ...rest] = capability.split('.') as [string, ...string[]];
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as object;
  return [Buffer.from(JSON.stringify({ ...header, kid: 'x' })).toString('base64url'), ...rest].join('.');
}
