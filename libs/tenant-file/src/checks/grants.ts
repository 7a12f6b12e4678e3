import { nearestName } from '#validation';
import { namesClaim, parsePrefix } from '../prefix-template.js';
import type { IssuerNames } from './issuers.js';
import { invalidKeyReasonOfPrefix } from './key-prefix.js';
import type { FileNode } from './place.js';

/** Checks that grants fit the tenant that contains them. */
export function checkGrants(tenant: FileNode, issuers: IssuerNames): void {
  for (const grant of tenant.at('grants').items) {
    checkIssuer(grant.at('issuer'), tenant.at('issuers'), issuers);
    for (const prefix of grant.at('prefixes').items) checkPrefix(prefix, tenant);
    checkClaims(grant, tenant.at('issuers'));
  }
}

function checkIssuer(issuer: FileNode, listed: FileNode, issuers: IssuerNames): void {
  if (issuer.text === undefined || !listed.isSound) return;
  if (listed.items.some(({ raw }) => raw === issuer.text)) return;
  issuers.checkReference(issuer);
  if (listed.items.some(({ isSound }) => !isSound)) return; // a wrong entry may be the intended issuer
  issuer.report(`"${issuer.text}" is not one of this tenant’s issuers; add it there, or name one of them`);
}

/** Checks that keys can exist under a prefix. Otherwise the prefix allows nothing. */
function checkPrefix(prefix: FileNode, tenant: FileNode): void {
  if (prefix.text === undefined) return;
  const rules =
    nearestName(String(tenant.at('keys').raw), ['strict', 'existing']) === 'existing' ? 'existing' : 'strict';
  const example = prefix.text.replaceAll(/\$\{[^{}]*\}/g, 'x');
  const reason = invalidKeyReasonOfPrefix(example, tenant.at('keyPrefix').text ?? '', rules);
  if (reason !== undefined) prefix.report(reason);
}

/**
 * Checks that a grant with claims in its prefixes names its issuer if there are several. `sub` is unique only within
 * one issuer: a caller of another issuer with the same `sub` would reach the same keys.
 */
function checkClaims(grant: FileNode, listed: FileNode): void {
  if (!grant.at('issuer').isAbsent || new Set(listed.items.map(({ raw }) => raw)).size < 2) return;
  const prefix = grant
    .at('prefixes')
    .items.find(({ text }) => text !== undefined && namesClaim(parsePrefix(text) ?? []));
  if (prefix === undefined) return;
  grant
    .at('issuer')
    .report(
      `is missing; "${prefix.text}" names a claim, which is unique only within an issuer, and this tenant has several: name one`,
    );
}
