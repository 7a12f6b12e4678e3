import { nearestName } from '#validation';
import { namesClaim, parsePrefix } from '../prefix-template.js';
import type { IssuerNames } from './issuers.js';
import { invalidKeyReasonOfPrefix } from './key-prefix.js';
import type { FileNode } from './place.js';

/** Grants must fit the tenant they stand in. */
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
  if (listed.items.some(({ isSound }) => !isSound)) return; // it may be the one that was meant there
  issuer.report(`"${issuer.text}" is none of this tenant’s issuers; add it there, or name one of them`);
}

/** A prefix under which no key can be protects nothing and allows nothing. */
function checkPrefix(prefix: FileNode, tenant: FileNode): void {
  if (prefix.text === undefined) return;
  const rules =
    nearestName(String(tenant.at('keys').raw), ['strict', 'existing']) === 'existing' ? 'existing' : 'strict';
  const example = prefix.text.replaceAll(/\$\{[^{}]*\}/g, 'x');
  const reason = invalidKeyReasonOfPrefix(example, tenant.at('keyPrefix').text ?? '', rules);
  if (reason !== undefined) prefix.report(reason);
}

/** `sub` is unique only within an issuer: a namesake of another issuer would reach the same keys. */
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
