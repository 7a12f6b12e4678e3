import { namesClaim, parsePrefix } from '../grants/prefix-template.js';
import { invalidKeyReasonOfPrefix } from './prefix-rule.js';
import type { CredentialsEntry } from './credentials-entry.js';
import type { Mistake } from './tenant-file.mistakes.js';
import type { IssuerEntry, TenantEntry, TenantFile } from './tenant-file.js';

type Path = readonly (string | number)[];
type Report = (path: Path, message: string) => void;

/** Types that a browser runs when it shows them: never inline, whatever the tenant file says. */
const ACTIVE_TYPES = new Set([
  'text/html',
  'application/xhtml+xml',
  'text/xml',
  'application/xml',
  'image/svg+xml',
]);

/** Rules between the values of a file whose single values are all valid. */
export function crossCheck(file: TenantFile): Mistake[] {
  const mistakes: Mistake[] = [];
  const report: Report = (path, message) => mistakes.push({ path, message });
  checkUnique(file.issuers, 'issuers', 'name', report);
  checkUnique(file.tenants, 'tenants', 'id', report);
  for (const [index, issuer] of file.issuers.entries()) checkIssuer(issuer, ['issuers', index], report);
  const issuers = new Set(file.issuers.map(({ name }) => name));
  for (const [index, tenant] of file.tenants.entries())
    checkTenant(tenant, issuers, ['tenants', index], report);
  return mistakes;
}

function checkUnique<N extends string>(
  entries: readonly Record<N, string>[],
  list: string,
  name: N,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    if (seen.has(entry[name]))
      report([list, index, name], `"${entry[name]}" stands twice; give each its own`);
    seen.add(entry[name]);
  }
}

function checkIssuer(issuer: IssuerEntry, path: Path, report: Report): void {
  if (issuer.jwksUri !== undefined && issuer.jwksFile !== undefined) {
    report([...path, 'jwksFile'], 'stands beside jwksUri; keep one of them');
  }
  if (issuer.jwksUri !== undefined) checkUrl(issuer.jwksUri, [...path, 'jwksUri'], report);
  if (issuer.jwksUri === undefined && issuer.jwksFile === undefined) {
    checkUrl(issuer.issuer, [...path, 'issuer'], report); // discovery goes there
  }
}

function checkTenant(tenant: TenantEntry, issuers: ReadonlySet<string>, path: Path, report: Report): void {
  for (const [index, name] of tenant.issuers.entries()) {
    if (!issuers.has(name))
      report([...path, 'issuers', index], `"${name}" is none of the issuers of this file`);
  }
  checkStore(tenant, path, report);
  checkCredentials(tenant.credentials, tenant, [...path, 'credentials'], 0, report);
  checkLimits(tenant, path, report);
  checkGrants(tenant, path, report);
}

function checkStore(tenant: TenantEntry, path: Path, report: Report): void {
  const { endpoint, publicEndpoint, keyPrefix, encryption } = tenant;
  if (endpoint !== undefined) checkUrl(endpoint, [...path, 'endpoint'], report);
  if (publicEndpoint !== undefined) checkUrl(publicEndpoint, [...path, 'publicEndpoint'], report);
  const reason = invalidKeyReasonOfPrefix(keyPrefix ?? '');
  if (reason) report([...path, 'keyPrefix'], reason);
  if (encryption?.type === 'sse-s3' && encryption.keyArn !== undefined) {
    report([...path, 'encryption', 'keyArn'], 'goes with sse-kms; remove it, or change the type');
  }
}

function checkCredentials(
  source: CredentialsEntry,
  tenant: TenantEntry,
  path: Path,
  depth: number,
  report: Report,
): void {
  if (source.type === 'static') {
    if (tenant.endpoint === undefined) {
      report(
        [...path, 'type'],
        'may be static only with an endpoint of an S3-compatible store; use a role for AWS',
      );
    }
    if (source.sessionToken !== undefined && source.expiration === undefined) {
      report([...path, 'expiration'], 'is missing: a session token never signs without a known end');
    }
  }
  if (depth === 0) checkAccount(source, tenant, path, report);
  if (source.type !== 'assume-role') return;
  if (depth === 2) report([...path, 'source'], 'chains more than two roles; AWS caps each hop at 1 h');
  else checkCredentials(source.source, tenant, [...path, 'source'], depth + 1, report);
}

/** The role must be in the tenant's account: a slip here would sign for somebody else's bucket. */
function checkAccount(source: CredentialsEntry, tenant: TenantEntry, path: Path, report: Report): void {
  const roleArn = 'roleArn' in source ? source.roleArn : undefined;
  if (roleArn === undefined) return;
  const account = roleArn.split(':')[4];
  if (tenant.account === undefined) {
    report([...path.slice(0, -1), 'account'], 'is missing: name the account of the role, in quotes');
  } else if (account !== tenant.account) {
    report([...path, 'roleArn'], `is a role of account ${account}, not of the tenant’s ${tenant.account}`);
  }
}

function checkLimits({ limits }: TenantEntry, path: Path, report: Report): void {
  if (!limits) return;
  const max = limits.maxExpiresIn ?? 3600;
  if ((limits.defaultExpiresIn ?? 0) > max) {
    report([...path, 'limits', 'defaultExpiresIn'], `is above maxExpiresIn (${max}); lower it`);
  }
  for (const [index, type] of limits.inlineTypes?.entries() ?? []) {
    if (ACTIVE_TYPES.has(type.toLowerCase())) {
      report(
        [...path, 'limits', 'inlineTypes', index],
        `"${type}" can run scripts where it is shown; remove it`,
      );
    }
  }
}

function checkGrants(tenant: TenantEntry, path: Path, report: Report): void {
  for (const [index, grant] of tenant.grants.entries()) {
    const at = [...path, 'grants', index];
    if (grant.issuer !== undefined && !tenant.issuers.includes(grant.issuer)) {
      report([...at, 'issuer'], `"${grant.issuer}" is none of this tenant’s issuers`);
    }
    for (const [place, prefix] of grant.prefixes.entries()) {
      const template = parsePrefix(prefix);
      if (!template) {
        report(
          [...at, 'prefixes', place],
          `"${prefix}" has a "\${…}" that names no claim; write \${sub} or \${/json/pointer}`,
        );
      } else if (namesClaim(template) && grant.issuer === undefined && tenant.issuers.length > 1) {
        report(
          [...at, 'issuer'],
          'is missing: claims are unique only within an issuer, and this tenant has several',
        );
        break;
      }
    }
  }
}

/** https, or http on loopback; no credentials, query or fragment. */
function checkUrl(text: string, path: Path, report: Report): void {
  const url = URL.parse(text);
  const loopback = url !== null && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  const private_ = path.at(-1) === 'endpoint' || path.at(-1) === 'publicEndpoint';
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && (loopback || private_)))) {
    report(path, `"${text}" must be an https URL (http on loopback only)`);
  } else if (url.username !== '' || url.search !== '' || url.hash !== '') {
    report(path, 'must have no user, query or fragment');
  }
}
