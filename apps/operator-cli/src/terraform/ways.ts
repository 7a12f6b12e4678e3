import { words } from '../kustomize/data.js';
import type { FactSource } from './fact-source.js';
import type { Facts, Way } from './facts.js';

const IDENTIFYING = ['credentials', 'issuer', 'sourceRoleArn', 'subject', 'externalId', 'audience'] as const;

/**
 * Returns a source with the facts of one way: the way that contradicts the tenant's side least. A role may trust
 * several clusters, and each cluster has its own overlay.
 */
export function seenFrom(tenant: Facts, source: FactSource | undefined): FactSource | undefined {
  if (!source?.ways || source.ways.length === 0) return source;
  const [nearest] = source.ways.toSorted((one, other) => distance(tenant, one) - distance(tenant, other));
  return { ...source, facts: { ...source.facts, ...nearest } };
}

/** Returns how much a way contradicts the tenant. A fact weighs more than all facts after it in the list. */
const distance = (tenant: Facts, way: Way): number =>
  IDENTIFYING.reduce((sum, name, index) => {
    const differs = way[name] !== undefined && tenant[name] !== undefined && way[name] !== tenant[name];
    return sum + (differs ? 2 ** (IDENTIFYING.length - index) : 0);
  }, 0);

/** Returns all ways in words, for a comparison of the whole. */
export const waysInWords = (ways: readonly Way[]): readonly string[] =>
  ways
    .map(({ issuer, subject, audience, sourceRoleArn, externalId }) =>
      // The pods of a source role are named in that role's own trust policy.
      sourceRoleArn === undefined
        ? [issuer, subject, audience].map(words).join(' ')
        : [sourceRoleArn, externalId].map(words).join(' '),
    )
    .toSorted();
