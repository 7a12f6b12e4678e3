import { AUDIENCE, ISSUER } from './issuer.ts';
import { REGION, credentialsWith } from './credentials.ts';

/** The properties of the tenant file in which measured processes differ. */
export interface TenantFileSize {
  readonly tenants: number;
  /** The number of grants of each tenant. Requests need the last grant. */
  readonly grants: number;
  /** The prefix of the last grant; the caller's own folder if left out. */
  readonly prefix?: string;
}

export const tenantId = (index: number): string => (index === 0 ? 'team-a' : `team-${index}`);

/** Returns a tenant file like those of production, but with static credentials. It is JSON, which is also YAML. */
export function tenantFile(
  jwksFile: string,
  { tenants, grants, prefix = 'users/${sub}/' }: TenantFileSize,
): string {
  return JSON.stringify({
    version: 1,
    issuers: [{ name: 'platform', issuer: ISSUER, audience: AUDIENCE, jwksFile, tenants: '/tenants' }],
    tenants: Array.from({ length: tenants }, (_, index) => tenantEntry(tenantId(index), grants, prefix)),
  });
}

const tenantEntry = (id: string, grants: number, prefix: string) => ({
  id,
  issuers: ['platform'],
  bucket: `${id}-files`,
  region: REGION,
  endpoint: 'https://s3.eu-west-1.amazonaws.com',
  credentials: { type: 'static', ...credentialsWith(800, id), expiration: inTwelveHours() },
  limits: {
    defaultExpiresIn: 900,
    maxExpiresIn: 3600,
    maxUploadBytes: 5 * 1024 ** 3,
    contentTypes: ['application/pdf', 'image/png'],
  },
  grants: [
    ...Array.from({ length: grants - 1 }, (_, index) => ({
      actions: ['download', 'upload'],
      where: { '/groups': `group-${index}` },
      prefixes: [`projects/p${index}/`],
    })),
    { actions: ['download', 'upload'], where: { '/groups': 'editors' }, prefixes: [prefix] },
  ],
});

const inTwelveHours = () => new Date(Date.now() + 12 * 3600_000).toISOString();
