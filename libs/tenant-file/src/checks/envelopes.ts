import type { EnvelopeEntry } from '../directory/platform-file.js';
import type { FileNode } from './place.js';

/** A tenant of `platform.yaml` that is valid by itself, and its place in the file. */
export interface PlacedEnvelope {
  readonly entry: EnvelopeEntry;
  readonly node: FileNode;
}

/**
 * Checks that no two tenants reach the same keys, and that no two tenants use one role unless it is listed as shared.
 */
export function checkEnvelopes(envelopes: readonly PlacedEnvelope[], sharedRoles: readonly string[]): void {
  checkKeys(envelopes);
  checkRoles(envelopes, new Set(sharedRoles));
}

function checkKeys(envelopes: readonly PlacedEnvelope[]): void {
  const stores = Map.groupBy(envelopes, ({ entry }) => storeOf(entry));
  for (const inStore of stores.values()) if (inStore.length > 1) checkPrefixes(inStore);
}

/** Checks the key prefixes. In sorted order, a prefix is directly followed by those that begin with it. */
function checkPrefixes(inStore: readonly PlacedEnvelope[]): void {
  const sorted = inStore.toSorted((one, other) => compare(prefixOf(one), prefixOf(other)));
  let outer = sorted[0]!;
  for (const inner of sorted.slice(1)) {
    if (!prefixOf(inner).startsWith(prefixOf(outer))) {
      outer = inner;
      continue;
    }
    const [first, second] = outer.node.path[1]! < inner.node.path[1]! ? [outer, inner] : [inner, outer];
    const place = second.entry.keyPrefix === undefined ? 'bucket' : 'keyPrefix';
    second.node
      .at(place)
      .report(
        `reaches keys of tenant ${first.entry.id} in bucket ${first.entry.bucket}; give each tenant a keyPrefix of its own, or another bucket`,
      );
  }
}

const prefixOf = ({ entry }: PlacedEnvelope): string => entry.keyPrefix ?? '';
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/**
 * Returns the scope in which a bucket's name is unique: a partition of AWS (S3 User Guide, "Naming rules"), or one
 * other store.
 */
function storeOf({ bucket, endpoint, region }: EnvelopeEntry): string {
  if (endpoint !== undefined) return `${new URL(endpoint).origin} ${bucket}`;
  return bucket.startsWith('arn:') ? bucket : `${/^(?:cn|us-gov)-/.exec(region)?.[0] ?? ''} ${bucket}`;
}

/**
 * Checks that each role belongs to one tenant unless it is listed as shared. A pod can assume every tenant’s role, so
 * that the owner must be certain.
 */
function checkRoles(envelopes: readonly PlacedEnvelope[], shared: ReadonlySet<string>): void {
  const owners = new Map<string, PlacedEnvelope>();
  for (const envelope of envelopes) {
    const role = roleOf(envelope.entry);
    if (role === undefined || shared.has(role)) continue;
    const owner = owners.get(role);
    if (!owner) owners.set(role, envelope);
    else reportRole(envelope, owner.entry.id);
  }
}

function reportRole({ entry, node }: PlacedEnvelope, owner: string): void {
  const credentials = node.at('credentials');
  if ('roleArn' in entry.credentials && entry.credentials.roleArn !== undefined) {
    const fix = 'give each tenant a role of its own, or list it in sharedRoles';
    credentials.at('roleArn').report(`is the role of tenant ${owner} already; ${fix}`);
  } else {
    const fix = 'name the role of each, such as { type: assume-role, roleArn: …, source: … }';
    credentials.report(`give tenant ${owner} the same session, and name no role; ${fix}`);
  }
}

/** Returns the identity that signs the tenant’s requests to S3; `undefined` for long-lived keys of other stores. */
export function roleOf({ credentials }: EnvelopeEntry): string | undefined {
  if (credentials.type === 'static') return undefined;
  return ('roleArn' in credentials ? credentials.roleArn : undefined) ?? credentials.type;
}
