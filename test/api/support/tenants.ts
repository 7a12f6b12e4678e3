import { inject } from 'vitest';
import { s3Client } from '../../targets/s3-client.js';
import type { TargetTenant } from '../../targets/target.js';

/** The server that this run is about. */
export const target = inject('target');
export const [firstOwner, secondOwner] = target.tenants;
/** The AWS SDK with the first tenant's own credentials: what it sees is really there, and what it does no one signed for. */
export const sdk = s3Client(target, firstOwner);

const EVERYTHING = ['upload', 'download', 'delete', 'list'];

/**
 * A tenant of the tenant file. Everybody has a folder of their own; editors have `shared/` too, and who drops may
 * only upload there. What it stores lies under its id, so that tenants may share a bucket where a target has but one.
 */
export const tenantOf = (owner: TargetTenant, id: string, change: object = {}): object => ({
  id,
  issuers: ['platform'],
  bucket: owner.bucket,
  region: target.region,
  endpoint: target.endpoint,
  forcePathStyle: target.forcePathStyle,
  keyPrefix: keyPrefixOf(id),
  credentials: { type: 'static', ...secretsOf(owner) },
  grants: [
    { actions: EVERYTHING, issuer: 'platform', prefixes: ['users/${sub}/'] },
    { actions: EVERYTHING, where: { '/groups': 'editors' }, prefixes: ['shared/'] },
    { actions: ['upload'], where: { '/groups': 'droppers' }, prefixes: ['shared/'] },
  ],
  ...change,
});

/** Without what the AWS SDK notes down beside them. */
function secretsOf({ credentials }: TargetTenant) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

export const keyPrefixOf = (id: string): string => `${target.keyPrefix}${id}/`;
