import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';

/** A demo tenant: a bucket and the credentials for it, which act as an account of its own. */
export interface DemoTenant {
  readonly id: string;
  readonly bucket: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Further settings of the tenant file. */
  readonly settings: object;
}

export const REGION = 'eu-west-1';
export const ISSUER = 'urn:tenant-presign:local';
export const AUDIENCE = 'tenant-presign/local';

const everything = {
  actions: ['download', 'upload', 'delete', 'list'],
  prefixes: [''],
  allowKeyPrefixForms: true,
};

/**
 * Returns the two demo tenants. The first has no limits on uploads, and serves the tutorial’s routes; the second shows
 * limits. Their keys are new at every start.
 */
export function demoTenants(): readonly [DemoTenant, DemoTenant] {
  return [
    demoTenant('team-a', { tutorialRoutes: true, limits: { maxExpiresIn: 604_800 }, grants: [everything] }),
    demoTenant('team-b', {
      limits: {
        defaultExpiresIn: 300,
        maxExpiresIn: 3600,
        maxUploadBytes: 10 * 1024 ** 2,
        contentTypes: ['text/plain', 'image/png', 'application/pdf'],
        inlineTypes: ['image/png'],
      },
      grants: [everything],
    }),
  ];
}

function demoTenant(id: string, settings: object): DemoTenant {
  return {
    id,
    bucket: `${id}-files`,
    credentials: {
      accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64url'),
    },
    settings,
  };
}

/** Returns the tenant file, in the format that production reads. */
export function demoTenantFile(tenants: readonly DemoTenant[], s3: string, jwksFile: string): string {
  return stringify({
    version: 1,
    issuers: [{ name: 'local', issuer: ISSUER, audience: AUDIENCE, jwksFile, tenants: '/tenants' }],
    tenants: tenants.map(({ id, bucket, credentials, settings }) => ({
      id,
      issuers: ['local'],
      bucket,
      region: REGION,
      endpoint: s3,
      forcePathStyle: true,
      credentials: { type: 'static', ...credentials },
      ...settings,
    })),
  });
}
