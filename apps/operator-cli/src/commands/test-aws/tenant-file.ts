import type { JourneyOptions } from './options.js';
import { PREFIX, namesOf, tenantRoleArn } from './root.js';

/** Returns the tenant file of a run, as it is in the package. */
export function tenantFileOf(options: JourneyOptions) {
  const { accounts, region, runId } = options;
  const names = namesOf(runId);
  return {
    version: 1,
    issuers: [
      {
        name: 'journey',
        issuer: `https://${runId}.journey.example`,
        audience: `tenant-presign/${runId}`,
        jwksFile: '/var/task/jwks.json',
        tenants: '/tenants',
      },
    ],
    tenants: [
      {
        id: names.tenant,
        issuers: ['journey'],
        account: accounts[1],
        bucket: names.bucket,
        region,
        credentials: {
          type: 'assume-role',
          source: { type: 'default' },
          roleArn: tenantRoleArn(options),
          externalId: names.externalId,
        },
        grants: [{ actions: ['upload', 'download'], prefixes: [PREFIX] }],
      },
    ],
  };
}
