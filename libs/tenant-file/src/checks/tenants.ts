import { AWS_REGION } from '../entries/patterns.js';
import { DEFAULT_MAX_EXPIRES_IN } from '../defaults.js';
import { checkCredentials } from './credentials.js';
import { checkGrants } from './grants.js';
import { checkGrantLimits } from './grant-limits.js';
import { invalidKeyReasonOfPrefix } from './key-prefix.js';
import type { IssuerNames } from './issuers.js';
import type { FileNode } from './place.js';
import { checkUnique } from './unique.js';

/** Checks the rules between the values of tenants. */
export function checkTenants(tenants: FileNode, issuers: IssuerNames): void {
  checkUnique(tenants.items, (tenant) => tenant.at('id'));
  for (const tenant of tenants.items) {
    for (const name of tenant.at('issuers').items) issuers.checkReference(name);
    checkEnvelope(tenant);
    checkTeam(tenant, issuers);
  }
}

/** Checks the rules between the platform's settings of one tenant, independent of other settings. */
export function checkEnvelope(tenant: FileNode): void {
  checkCredentials(tenant);
  checkStore(tenant);
  checkEncryption(tenant);
  checkKeyPrefix(tenant.at('keyPrefix'));
}

/** Checks the rules between a team's settings. The tenant's envelope must be sound. */
export function checkTeam(tenant: FileNode, issuers: IssuerNames): void {
  checkLimitValues(tenant.at('limits'));
  checkGrants(tenant, issuers);
  checkGrantLimits(tenant);
}

/** Checks the rules between limits, or between ceilings of limits. */
export function checkLimitValues(limits: FileNode): void {
  checkLimits(limits);
  checkRates(limits);
}

function checkStore(tenant: FileNode): void {
  const [bucket, region, pathStyle] = [tenant.at('bucket'), tenant.at('region'), tenant.at('forcePathStyle')];
  if (tenant.at('endpoint').isAbsent && region.text !== undefined && !AWS_REGION.test(region.text)) {
    region.report(
      'must be a region of AWS, such as eu-west-1; other names need the endpoint of another store',
    );
  }
  if (bucket.text?.startsWith('arn:') && pathStyle.value === true) {
    pathStyle.report('can’t be combined with an access point, which has its own host; remove it');
  }
}

function checkEncryption(tenant: FileNode): void {
  const [type, keyArn] = [tenant.at('encryption').at('type'), tenant.at('encryption').at('keyArn')];
  if (keyArn.text === undefined) return;
  if (type.text === 'sse-s3') {
    keyArn.report('is only for type sse-kms; remove it, or change the type');
    return;
  }
  const keyRegion = keyArn.text.split(':')[3]!;
  const region = tenant.at('region').text;
  if (region === undefined || region === keyRegion || !tenant.at('endpoint').isAbsent) return;
  keyArn.report(
    `is a key in ${keyRegion}; S3 accepts only keys in the bucket’s region, ${region}; name one of those`,
  );
}

function checkLimits(limits: FileNode): void {
  const [given, max] = [limits.at('defaultExpiresIn'), limits.at('maxExpiresIn')];
  if (!max.isSound || typeof given.value !== 'number') return;
  const most = typeof max.value === 'number' ? max.value : DEFAULT_MAX_EXPIRES_IN;
  if (given.value <= most) return;
  given.report(
    `is above maxExpiresIn (${most}${max.isAbsent ? ' by default' : ''}); lower it, or raise maxExpiresIn`,
  );
}

/** Checks that a caller's rate is not above the rate of all callers, and that a burst comes with a rate. */
function checkRates(limits: FileNode): void {
  if (!limits.at('burst').isAbsent && limits.at('requestsPerSecond').isAbsent) {
    limits
      .at('burst')
      .report('needs requestsPerSecond, the rate at which it refills; add that, or remove it');
  }
  for (const name of ['requestsPerSecond', 'burst']) {
    const [one, all] = [limits.at(name), limits.at('allCallers').at(name)];
    if (typeof one.value !== 'number' || typeof all.value !== 'number' || one.value <= all.value) continue;
    one.report(`is above that of allCallers (${all.value}); lower it, or raise that of allCallers`);
  }
}

function checkKeyPrefix(keyPrefix: FileNode): void {
  const reason =
    keyPrefix.text === undefined ? undefined : invalidKeyReasonOfPrefix(keyPrefix.text, '', 'strict');
  if (reason !== undefined) keyPrefix.report(reason);
}
