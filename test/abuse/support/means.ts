import { ApiClient } from '../../support/clients/api-client.js';
import type { TestIssuer } from '../../support/fakes/issuer.js';

/** An attacker's means: a tenant with many users and a full bucket, and the capability of an upload session. */
export interface Means {
  readonly tokens: readonly string[];
  /** Tokens with as many values as the service accepts. */
  readonly longTokens: readonly string[];
  /** A token of one subject for all of `tenants`. */
  readonly tokenOfMany: string;
  readonly tenants: readonly string[];
  /** The path of a capability, such as `/v1/uppy/…`. */
  readonly capability: string;
  /** The path of an upload of each token. */
  readonly uploadPaths: readonly string[];
  /** The path of an upload of the capability, and its key. */
  readonly uppyUpload: { readonly path: string; readonly key: string };
}

const USERS = 50;
const LONG_TOKENS = 500;
/** The number of values in the claims of a long token, of the 1,000 that a token may have. */
const VALUES = 980;
const MANY_TENANTS = times(10, (n) => `mallory-${n}`);
export const ATTACKERS_TENANTS = ['mallory', ...MANY_TENANTS];

/** Means with which attacks can be named, and not carried out. */
export const NO_MEANS: Means = {
  tokens: [''],
  longTokens: [''],
  tokenOfMany: '',
  tenants: [''],
  capability: '',
  uploadPaths: [''],
  uppyUpload: { path: '', key: '' },
};

interface Upload {
  readonly key: string;
  readonly uploadId: string;
}

/** Returns what an attacker can get from the API at a URL, who has tokens of an issuer. */
export async function attackersMeans(url: string, issuer: TestIssuer): Promise<Means> {
  const token = (sub: string, tenants = ['mallory'], more = {}) => issuer.token({ sub, tenants, ...more });
  const groups = times(VALUES, () => '');
  const tokens = await Promise.all(times(USERS, (n) => token(`m${n}`)));
  const users = tokens.map((each) => new ApiClient(url, 'mallory', each));
  const session = await users[0]!.post<{ companionEndpoint: string }>('/upload-sessions', {
    keyPrefix: 'inbox/',
  });
  const capability = new URL(session.json.companionEndpoint).pathname;
  const { json: file } = await users[0]!.send<Upload>(`${capability}/s3/multipart`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filename: 'film.mp4', type: 'video/mp4' }),
  });
  const uploads = await Promise.all(
    users.map((user, n) => user.post<Upload>('/multipart-uploads', { key: `inbox/${n}` })),
  );
  return {
    tokens,
    longTokens: await Promise.all(times(LONG_TOKENS, (n) => token(`long${n}`, undefined, { groups }))),
    tokenOfMany: await token('many', MANY_TENANTS),
    tenants: MANY_TENANTS,
    capability,
    uploadPaths: uploads.map(({ json }) => `/v1/tenants/mallory/multipart-uploads/${json.uploadId}`),
    uppyUpload: { path: `${capability}/s3/multipart/${file.uploadId}`, key: file.key },
  };
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
