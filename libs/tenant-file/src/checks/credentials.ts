import type { FileNode } from './place.js';

/**
 * The maximum number of roles that are assumed one after the other, after the first credentials. STS caps the sessions
 * of chained roles at 1 h.
 */
const MAX_HOPS = 2;

/** Checks that credentials and tenant agree. */
export function checkCredentials(tenant: FileNode): void {
  const credentials = tenant.at('credentials');
  checkAccount(credentials.at('roleArn'), tenant.at('account'));
  checkSource(credentials, tenant, 0);
  checkAttribution(tenant.at('attribution'), credentials);
}

/**
 * Checks attribution, which gives each subject a session of its own. The credentials must be able to assume a role for
 * each subject, and must not set another source identity.
 */
function checkAttribution(attribution: FileNode, credentials: FileNode): void {
  if (attribution.raw === undefined || !attribution.isSound) return;
  const type = credentials.at('type').text;
  if (type === 'static' || type === 'default') {
    attribution.report(`needs a role, and credentials of type ${type} name none; remove it, or name a role`);
  } else if (type === 'container') {
    attribution.report(
      'can’t be combined with credentials of type container, because the agent gives all subjects one session; assume the role from it, such as { type: assume-role, roleArn: …, source: { type: container } }',
    );
  }
  for (let each = credentials; each.raw !== undefined; each = each.at('source')) {
    const sourceIdentity = each.at('sourceIdentity');
    if (sourceIdentity.text !== undefined)
      sourceIdentity.report(
        'can’t be combined with attribution, which sets the source identity to the subject; remove it',
      );
  }
}

/** Checks that the role is in the tenant's account. Otherwise the service would sign for another account's bucket. */
function checkAccount(roleArn: FileNode, account: FileNode): void {
  if (roleArn.text === undefined) return;
  const accountOfRole = roleArn.text.split(':')[4]!;
  if (account.isAbsent) {
    account.report(`is missing; name the account of the role, in quotes, as "${accountOfRole}"`);
  } else if (account.text !== undefined && account.text !== accountOfRole) {
    roleArn.report(
      `is a role of account ${accountOfRole}, and the tenant’s account is ${account.text}; correct one of them`,
    );
  }
}

/**
 * Checks a source of credentials.
 *
 * @param hops the number of roles that are assumed between this source and the tenant
 */
function checkSource(source: FileNode, tenant: FileNode, hops: number): void {
  const type = source.at('type');
  if (type.text === 'static') checkStatic(source, tenant);
  if (type.text !== 'assume-role') return;
  if (hops === MAX_HOPS)
    source.report(`is a third role in a chain, and a chain may have at most ${MAX_HOPS} roles; remove it`);
  else checkSource(source.at('source'), tenant, hops + 1);
}

function checkStatic(source: FileNode, tenant: FileNode): void {
  const endpoint = tenant.at('endpoint');
  if (endpoint.isAbsent) {
    endpoint.doubt(); // the store may not be Amazon's
    source
      .at('type')
      .report('may be static only with the endpoint of an S3-compatible store; name a role for AWS');
  }
  const [sessionToken, expiration] = [source.at('sessionToken'), source.at('expiration')];
  if (sessionToken.raw !== undefined && expiration.isAbsent) {
    expiration.report(
      'is missing; it is required with sessionToken, so that the service knows when the credentials expire',
    );
  }
}
