import type { Place } from './place.js';

/** AssumeRole twice is what STS lasts for: each hop caps the session at 1 h. */
const MAX_HOPS = 2;

/** The way to AWS and the tenant must agree. */
export function checkCredentials(tenant: Place): void {
  const credentials = tenant.at('credentials');
  checkAccount(credentials.at('roleArn'), tenant.at('account'));
  checkSource(credentials, tenant, 0);
}

/** The role must be in the tenant's account: a slip here would sign for somebody else's bucket. */
function checkAccount(roleArn: Place, account: Place): void {
  if (roleArn.text === undefined) return;
  const accountOfRole = roleArn.text.split(':')[4]!;
  if (account.isAbsent) {
    account.report(`is missing; name the account of the role, in quotes, as "${accountOfRole}"`);
  } else if (account.text !== undefined && account.text !== accountOfRole) {
    roleArn.report(
      `is a role of account ${accountOfRole}, and the tenant’s account is ${account.text}; mend one of them`,
    );
  }
}

/** @param hops how many roles are assumed on the way from here to the tenant */
function checkSource(source: Place, tenant: Place, hops: number): void {
  const type = source.at('type');
  if (type.text === 'static') checkStatic(source, tenant);
  if (type.text !== 'assume-role') return;
  if (hops === MAX_HOPS) source.report(`is a third role in a chain; chain ${MAX_HOPS} at most`);
  else checkSource(source.at('source'), tenant, hops + 1);
}

function checkStatic(source: Place, tenant: Place): void {
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
