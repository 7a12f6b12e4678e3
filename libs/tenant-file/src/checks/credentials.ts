import type { FileNode } from './place.js';

/** AssumeRole twice is what STS lasts for: each hop caps the session at 1 h. */
const MAX_HOPS = 2;

/** The way to AWS and the tenant must agree. */
export function checkCredentials(tenant: FileNode): void {
  const credentials = tenant.at('credentials');
  checkAccount(credentials.at('roleArn'), tenant.at('account'));
  checkSource(credentials, tenant, 0);
  checkAttribution(tenant.at('attribution'), credentials);
}

/** Where each subject has a session, something must be able to become the role for each, and nothing else may name it. */
function checkAttribution(attribution: FileNode, credentials: FileNode): void {
  if (attribution.raw === undefined || !attribution.isSound) return;
  const type = credentials.at('type').text;
  if (type === 'static' || type === 'default') {
    attribution.report(`needs a role, and credentials of type ${type} name none; remove it, or name a role`);
  } else if (type === 'container') {
    attribution.report(
      'can’t go with container: the agent gives one session for all; assume the role from it, such as { type: assume-role, roleArn: …, source: { type: container } }',
    );
  }
  for (let each = credentials; each.raw !== undefined; each = each.at('source')) {
    const sourceIdentity = each.at('sourceIdentity');
    if (sourceIdentity.text !== undefined)
      sourceIdentity.report(
        'can’t go with attribution, which sets it to the subject: once set, it stays; remove it',
      );
  }
}

/** The role must be in the tenant's account: a slip here would sign for someone else's bucket. */
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

/** @param hops how many roles are assumed on the way from here to the tenant */
function checkSource(source: FileNode, tenant: FileNode, hops: number): void {
  const type = source.at('type');
  if (type.text === 'static') checkStatic(source, tenant);
  if (type.text !== 'assume-role') return;
  if (hops === MAX_HOPS) source.report(`is a third role in a chain; chain ${MAX_HOPS} at most`);
  else checkSource(source.at('source'), tenant, hops + 1);
}

function checkStatic(source: FileNode, tenant: FileNode): void {
  const endpoint = tenant.at('endpoint');
  if (endpoint.isAbsent) {
    endpoint.doubt(); // the store may well be another than Amazon's
    source
      .at('type')
      .report('may be static only with the endpoint of an S3-compatible store; name a role for AWS');
  }
  const [sessionToken, expiration] = [source.at('sessionToken'), source.at('expiration')];
  if (sessionToken.raw !== undefined && expiration.isAbsent) {
    expiration.report('is missing; a session token never signs without a known end');
  }
}
