import { inject } from 'vitest';
import { s3Client } from '../../targets/s3-client.js';
import type { TargetTenant } from '../../targets/target.js';

/** The S3 server of this run. */
export const target = inject('target');
export const [firstOwner, secondOwner] = target.tenants;
/**
 * The AWS SDK with the first tenant's own credentials. It reads what is really stored, and changes objects without the
 * API.
 */
export const sdk = s3Client(target, firstOwner);

const EVERYTHING = ['upload', 'download', 'delete', 'list'];

/**
 * Returns a tenant for the tenant file. Each subject has its own folder. Editors also have `shared/`, and droppers may
 * only upload to it. Its objects are stored under its id, because tenants share a bucket on a target that has only one.
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

/** Returns the credentials without the fields that the AWS SDK adds to them. */
function secretsOf({ credentials }: TargetTenant) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

export const keyPrefixOf = (id: string): string => `${target.keyPrefix}${id}/`;
