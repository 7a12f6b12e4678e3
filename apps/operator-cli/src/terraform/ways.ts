import { words } from '../kustomize/data.js';
import type { FactSource } from './fact-source.js';
import type { Facts, Way } from './facts.js';

const IDENTIFYING = ['credentials', 'issuer', 'sourceRoleArn', 'subject', 'externalId', 'audience'] as const;

/**
 * A source with the facts of the one way that the tenant's side uses: the one that contradicts it least. A role may trust
 * several clusters, and each has its own overlay.
 */
export function seenFrom(tenant: Facts, source: FactSource | undefined): FactSource | undefined {
  if (!source?.ways || source.ways.length === 0) return source;
  const [nearest] = source.ways.toSorted((one, other) => distance(tenant, one) - distance(tenant, other));
  return { ...source, facts: { ...source.facts, ...nearest } };
}

/** What contradicts earlier in the list weighs more than all that is after it. */
const distance = (tenant: Facts, way: Way): number =>
  IDENTIFYING.reduce((sum, name, index) => {
    const differs = way[name] !== undefined && tenant[name] !== undefined && way[name] !== tenant[name];
    return sum + (differs ? 2 ** (IDENTIFYING.length - index) : 0);
  }, 0);

/** All ways in words, for who compares them as a whole. */
export const waysInWords = (ways: readonly Way[]): readonly string[] =>
  ways
    .map(({ issuer, subject, audience, sourceRoleArn, externalId }) =>
      // Of a source role its own trust says who its pods are.
      sourceRoleArn === undefined
        ? [issuer, subject, audience].map(words).join(' ')
        : [sourceRoleArn, externalId].map(words).join(' '),
    )
    .toSorted();
