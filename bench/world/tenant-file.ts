import { AUDIENCE, ISSUER } from './issuer.ts';
import { REGION, credentialsWith } from './credentials.ts';

/** What varies from one measured process to the next. */
export interface TenantFileSize {
  readonly tenants: number;
  /** For each tenant; the last of them is the one that the requests need. */
  readonly grants: number;
  /** What the last grant is for; the caller's own folder where left out. */
  readonly prefix?: string;
}

export const tenantId = (index: number): string => (index === 0 ? 'team-a' : `team-${index}`);

/** JSON, which is YAML: a tenant file of production, but that credentials are static. */
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
