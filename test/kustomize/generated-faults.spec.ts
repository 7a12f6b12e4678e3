import { describe, expect, test } from 'vitest';
import { isScalar, parseDocument, stringify, visit } from 'yaml';
import { readProfile } from '../../apps/operator-cli/src/cluster/read-profile.js';
import { SourceFile } from '../../apps/operator-cli/src/kustomize/source-file.js';
import { KINDS, settings } from './support/profiles.js';

// Tests generated faults: every setting of every kind of profile, with every wrong value that fits it. The check must
// report each fault at its line, and no other fault.

type Path = readonly (string | number)[];
type Data = Record<string, unknown>;

const COMMON = {
  version: 1,
  issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE',
  region: 'eu-west-1',
  gateway: { namespace: 'gateway', name: 'platform', listener: 'https' },
  knative: { serving: 'knative-serving', ingress: ['kourier-system'] },
  image: 'registry.example/tenant-presign:1.0.0',
  runbooks: 'https://git.example/operate.md',
};
const OPTIONAL = new Set(['gateway', 'knative', 'ingress', 'endpoints', 'identityProviders']);

const at = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, step) => (value as Data)[step as string], data);

/** Returns the paths of all settings, list entries and maps. */
function placesOf(data: Data): Path[] {
  const places: Path[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (path.length > 0) places.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      const step = Array.isArray(value) ? Number(key) : key;
      walk((value as Data)[key], [...path, step]);
    }
  };
  walk(data, []);
  return places;
}

interface Change {
  readonly what: string;
  /** Makes the setting wrong. @returns false if the change doesn't fit the setting */
  readonly make: (parent: Data & unknown[], key: string | number, value: unknown, path: Path) => boolean;
}

const isRange = (value: unknown): value is string =>
  typeof value === 'string' && /^[\da-f.:]+\/\d+$/.test(value);
const isAddress = (value: unknown): value is string =>
  typeof value === 'string' && /^(?:[\d.]{7,}|[\da-f]*:[\da-f:]+)$/.test(value);
const set =
  (fits: (value: unknown, path: Path) => boolean, wrong: (value: string) => unknown): Change['make'] =>
  (parent, key, value, path) => {
    if (!fits(value, path)) return false;
    (parent as Data)[key as string] = wrong(value as string);
    return true;
  };
const isText = (value: unknown): boolean => typeof value === 'string';

const TWICE = 'twice the same';
const FOREIGN = 'a setting that is none beside it';

const CHANGES: readonly Change[] = [
  {
    what: 'a number',
    make: set(
      () => true,
      () => 42,
    ),
  },
  {
    what: 'a map',
    make: set(
      (value) => typeof value !== 'object' || Array.isArray(value),
      () => ({ a: 1 }),
    ),
  },
  {
    what: 'a list of lists',
    make: set(
      (value) => !Array.isArray(value),
      () => [[1]],
    ),
  },
  { what: 'an empty text', make: set(isText, () => '') },
  { what: 'a space before it', make: set(isText, (value) => ` ${value}`) },
  { what: 'an address for a range', make: set(isRange, (value) => value.split('/')[0]) },
  { what: 'a range too long', make: set(isRange, (value) => value.replace(/\/\d+$/, '/129')) },
  {
    what: 'the other family',
    make: set(isRange, (value) => (value.includes(':') ? '10.9.0.0/16' : 'fd77::/64')),
  },
  {
    what: 'an address of the other family',
    make: set(isAddress, (value) => (value.includes(':') ? '10.9.0.1' : 'fd77::1')),
  },
  { what: 'a range for an address', make: set(isAddress, (value) => `${value}/32`) },
  {
    what: 'bits below the prefix',
    make: set(
      (value) => isRange(value) && /(?:\.0\/|::\/)\d+$/.test(value),
      (value) => value.replace(/(\.)0\/|(::)\//, '$1$21/'),
    ),
  },
  {
    what: TWICE,
    make: (parent, key, value) => {
      if (!Array.isArray(parent) || typeof value !== 'string') return false;
      parent.splice(Number(key) + 1, 0, value);
      return true;
    },
  },
  {
    what: 'missing',
    make: (parent, key, _, path) => {
      if (Array.isArray(parent) || OPTIONAL.has(String(path[0])) || path.join('.') === 'dns.address')
        return false;
      delete (parent as Data)[key as string];
      return true;
    },
  },
  {
    what: FOREIGN,
    make: (parent) => {
      if (Array.isArray(parent)) return false;
      (parent as Data)['colour'] = 'blue';
      return true;
    },
  },
];

/** Returns the numbers of a setting's lines, from its name to its end. */
function linesOf(text: string, path: Path): readonly number[] {
  if (path.length === 0) return [];
  const document = parseDocument(text, { keepSourceTokens: true });
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const node = document.getIn(path, true) as { range?: readonly number[] } | undefined;
  let from = node?.range?.[0] ?? 0;
  visit(document, {
    Pair: (_, pair) => {
      const key = pair.key;
      if (pair.value === node && isScalar(key) && key.range) from = key.range[0];
    },
  });
  const to = node?.range?.[1] ?? text.length;
  return Array.from({ length: lineAt(to) - lineAt(from) + 1 }, (_, index) => lineAt(from) + index);
}

const errorsOf = (text: string) => readProfile(new SourceFile('green.yaml', text)).errors;

describe.each(KINDS)('a profile with $cni, $ipFamily, $dns', (kind) => {
  const good: Data = { ...COMMON, ...(settings(kind) as Data) };

  test('has no fault', () => expect(errorsOf(stringify(good))).toEqual([]));

  const cases = placesOf(good).flatMap((path) => CHANGES.map((change) => ({ path, change })));

  test('has one where one setting is made wrong, at that setting', () => {
    let planted = 0;
    const missed: string[] = [];
    for (const { path, change } of cases) {
      const data = structuredClone(good);
      const parent = at(data, path.slice(0, -1)) as Data & unknown[];
      if (!change.make(parent, path.at(-1)!, at(good, path), path)) continue;
      planted++;
      const text = stringify(data, { lineWidth: 0 });
      const errors = errorsOf(text);
      const lines = linesOf(text, placeOf(text, path, change));
      const isNamed = errors.length === 1 && (lines.length === 0 || lines.includes(errors[0]!.line!));
      if (!isNamed)
        missed.push(`${path.join('.')}: ${change.what}: ${JSON.stringify(errors)} in ${lines.join()}`);
    }
    expect(missed).toEqual([]);
    expect(planted).toBeGreaterThan(200);
  });
});

/** Returns the path at which the fault is reported. A missing setting is reported at the map that should contain it. */
function placeOf(text: string, path: Path, { what }: Change): Path {
  if (what === FOREIGN) return [...path.slice(0, -1), 'colour'];
  return what === TWICE || !parseDocument(text).hasIn(path) ? path.slice(0, -1) : path;
}
