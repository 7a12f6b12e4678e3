import { nearestName } from '#validation';
import { KEYS_URL } from '../entries/urls.js';
import { formatPath } from '../tenant-file.errors.js';
import type { FileNode } from './place.js';
import { checkUnique } from './unique.js';

/** Checks the rules between the values of issuers. */
export function checkIssuers(issuers: FileNode): void {
  checkUnique(issuers.items, (issuer) => issuer.at('name'));
  checkAudiences(issuers);
  for (const issuer of issuers.items) checkKeys(issuer);
}

/** Checks that no two entries have the same issuer and audience, so that each token belongs to one entry. */
function checkAudiences(issuers: FileNode): void {
  const seen = new Map<string, FileNode>();
  for (const entry of issuers.items) {
    const [issuer, audience] = [entry.at('issuer'), entry.at('audience')];
    if (issuer.text === undefined || audience.text === undefined || !entry.at('name').isSound) continue;
    const both = JSON.stringify([issuer.text, audience.text]);
    const first = seen.get(both);
    if (first === undefined) seen.set(both, entry);
    else
      issuer.report(
        `is also the issuer of ${formatPath(first.path)}, with the same audience; change one of them, or remove it`,
      );
  }
}

/** The settings that say where the keys are. An issuer may have only one of them. */
const PLACES_OF_KEYS = ['jwksUri', 'jwksFile', 'keys'] as const;

function checkKeys(entry: FileNode): void {
  const places = PLACES_OF_KEYS.map((name) => ({ name, node: entry.at(name) }));
  const [first, ...others] = places.filter(({ node }) => node.raw !== undefined);
  for (const { node } of others) {
    if (node.value !== undefined) node.report(`is set together with ${first!.name}; keep one of them`);
  }
  const issuer = entry.at('issuer');
  if (places.some(({ node }) => !node.isAbsent) || issuer.text === undefined) return;
  const isDiscoverable = KEYS_URL.wrong(issuer.text) === undefined && !issuer.text.includes('?');
  if (isDiscoverable) return; // OpenID Connect Discovery 1.0 §3: an https URL without query and fragment
  issuer.report(
    'is not an https URL (http on loopback only) at which keys can be discovered; correct it, or set jwksUri, jwksFile or keys',
  );
}

/** The issuers that tenants and grants may name. */
export class IssuerNames {
  readonly #names: ReadonlySet<string>;
  /** Whether there is an issuer whose intended name is unknown. */
  readonly #someUnnamed: boolean;

  constructor(issuers: FileNode) {
    const names = issuers.items.map((issuer) => issuer.at('name'));
    this.#names = new Set(names.map(({ raw }) => raw).filter((name) => typeof name === 'string'));
    this.#someUnnamed = !issuers.isSound || names.some(isUnnamed);
  }

  /** Reports a name that is certainly not that of an issuer. */
  checkReference(place: FileNode): void {
    const name = place.text;
    if (name === undefined || this.#names.has(name) || this.#someUnnamed) return;
    const near = nearestName(name, [...this.#names]);
    const fix = near === undefined ? `name one of ${[...this.#names].join(', ')}` : `did you mean ${near}?`;
    place.report(`"${name}" is not an issuer of this file; ${fix}`);
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }
}

const isUnnamed = (name: FileNode): boolean => typeof name.raw !== 'string' || !name.isSound;
