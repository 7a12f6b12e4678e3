import { Document, isMap, isScalar, isSeq, type Pair, type YAMLMap, parseDocument, visit } from 'yaml';
import { OF_TEAMS, PLATFORM_FILE, teamFileOf } from '#tenant-file';

/** The contents of the files into which one tenant file is split, by name. */
export type Files = ReadonlyMap<string, string>;

/**
 * Splits a valid tenant file into `platform.yaml` and a file for each team. Comments stay at the setting that they
 * belong to. Limits become the team's limits, and also the platform's ceilings if `withCeilings` is set.
 *
 * @param withCeilings whether the present limits also become ceilings
 */
export function split(text: string, withCeilings: boolean): Files {
  const document = parseDocument(text, { merge: true });
  resolveAliases(document);
  const files = new Map<string, string>();
  const platform = document.contents as YAMLMap;
  const tenants = platform.get('tenants', true);
  for (const tenant of isSeq(tenants) ? tenants.items : []) {
    if (!isMap(tenant)) continue;
    const team = teamOf(tenant);
    if (withCeilings) addCeilings(document, tenant, team);
    tenant.items = tenant.items.filter((pair) => !OF_TEAMS.names.has(nameOf(pair)));
    files.set(teamFileOf(String(tenant.get('id'))), textOf(team));
  }
  return new Map([[PLATFORM_FILE, textOf(document)], ...files]);
}

function teamOf(tenant: YAMLMap): Document {
  const team = new Document({ version: 1 });
  const members = tenant.items.filter((pair) => OF_TEAMS.names.has(nameOf(pair)));
  (team.contents as unknown as YAMLMap).items.push(...members);
  return team;
}

function addCeilings(document: Document, tenant: YAMLMap, team: Document): void {
  const limits: unknown = team.get('limits', true);
  if (!isMap(limits)) return;
  const ceilings = limits.clone() as YAMLMap;
  ceilings.items = ceilings.items.filter((pair) => nameOf(pair) !== 'defaultExpiresIn'); // a default is not a ceiling
  if (ceilings.items.length > 0) tenant.items.push(document.createPair('ceilings', ceilings));
}

/** Replaces aliases by copies of their anchors, since the copies may go into another file. */
function resolveAliases(document: Document): void {
  visit(document, {
    Alias: (_, alias) => {
      const target = alias.resolve(document)?.clone();
      if (target && 'anchor' in target) delete (target as { anchor?: string }).anchor;
      return target as YAMLMap | undefined;
    },
  });
  visit(document, { Map: (_, map) => mergeInto(map) });
  visit(document, { Node: (_, node) => void delete (node as { anchor?: string }).anchor });
}

/** Replaces a merge key (`<<`) by the entries that it merges. */
function mergeInto(map: YAMLMap): void {
  const merges = map.items.filter((pair) => nameOf(pair) === '<<');
  if (merges.length === 0) return;
  map.items = map.items.filter((pair) => !merges.includes(pair));
  for (const source of merges.flatMap(({ value }) => (isSeq(value) ? value.items : [value]))) {
    if (!isMap(source)) continue;
    for (const pair of source.items) {
      if (!map.items.some((own) => nameOf(own) === nameOf(pair))) map.items.push(pair);
    }
  }
}

/**
 * Formats a document without the comment that names the schema of the tenant file, which does not apply to these files.
 */
const textOf = (document: Document): string =>
  document.toString({ lineWidth: 0 }).replaceAll(/^#.*yaml-language-server.*\n/gm, '');

function nameOf({ key }: Pair): string {
  const name = isScalar(key) ? key.value : key;
  return typeof name === 'symbol' ? (name.description ?? '') : String(name);
}
