import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A variable, as in formatted HCL. */
interface Variable {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly fallback: string | undefined;
}

interface Output {
  readonly name: string;
  readonly description: string;
}

/** Returns the configuration of a folder as one text. */
export const sourceOf = (folder: string): string =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.tf'))
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');

export const variablesOf = (source: string): Variable[] =>
  blocks(source, 'variable').map(([name, body]) => ({
    name,
    description: description(body),
    type: argument(body, 'type') ?? 'any',
    fallback: argument(body, 'default'),
  }));

export const outputsOf = (source: string): Output[] =>
  blocks(source, 'output').map(([name, body]) => ({ name, description: description(body) }));

/** Returns the tables between the markers of a module's README, in the form of terraform-docs. */
export function tablesOf(folder: string): string {
  const source = sourceOf(folder);
  const inputs = variablesOf(source).toSorted((one, other) => rank(one) - rank(other));
  return [
    ...table(
      'Requirements',
      ['Name', 'Version'],
      [
        ['terraform', /required_version = "(.*)"/.exec(source)![1]!],
        ['aws', /version = "(.*)"/.exec(source.slice(source.indexOf('required_providers')))![1]!],
      ],
    ),
    ...table(
      'Resources',
      ['Name', 'Type'],
      [...new Set(resourcesOf(source))].toSorted().map((each) => each.split(' ')),
    ),
    ...table(
      'Inputs',
      ['Name', 'Description', 'Type', 'Default', 'Required'],
      inputs.map(({ name, description: text, type, fallback }) => [
        `\`${name}\``,
        text,
        `\`${onOneLine(type)}\``,
        fallback === undefined ? 'n/a' : `\`${onOneLine(fallback)}\``,
        fallback === undefined ? 'yes' : 'no',
      ]),
    ),
    ...table(
      'Outputs',
      ['Name', 'Description'],
      outputsOf(source).map(({ name, description: text }) => [`\`${name}\``, text]),
    ),
  ].join('\n');
}

/** Returns a rank for sorting: required inputs come first. */
const rank = ({ fallback }: Variable): number => (fallback === undefined ? 0 : 1);

/** Returns a table, or nothing if it has no rows, as in a root that only calls modules. */
function table(heading: string, head: string[], rows: readonly string[][]): string[] {
  if (rows.length === 0) return [];
  return [
    `## ${heading}`,
    '',
    row(...head),
    row(...head.map(() => '---')),
    ...rows.map((each) => row(...each)),
    '',
  ];
}

const resourcesOf = (source: string): string[] =>
  [...source.matchAll(/^(resource|data) "(\w+)" "(\w+)"/gm)].map(
    ([, kind, type, name]) => `${type}.${name} ${kind === 'data' ? 'data_source' : 'resource'}`,
  );

const onOneLine = (expression: string): string =>
  expression
    .replaceAll(/ *\n\s*/g, ', ')
    .replaceAll(/\{, /g, '{ ')
    .replaceAll(/, \}/g, ' }')
    .replaceAll(/ {2,}/g, ' ');

const row = (...cells: string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const blocks = (source: string, kind: string): [string, string][] =>
  [...source.matchAll(new RegExp(`^${kind} "(\\w+)" \\{\\n([^]*?)^\\}`, 'gm'))].map(([, name, body]) => [
    name!,
    body!,
  ]);

const description = (body: string): string =>
  JSON.parse(/^ {2}description = (".*")$/m.exec(body)?.[1] ?? '""').replaceAll('$${', '${') as string;

/** Returns the expression of an argument, up to its closing bracket. */
function argument(body: string, name: string): string | undefined {
  const start = new RegExp(`^ {2}${name} += `, 'm').exec(body);
  if (!start) return undefined;
  const lines = body.slice(start.index + start[0].length).split('\n');
  let depth = 0;
  const end = lines.findIndex((line) => {
    depth += (line.match(/[([{]/g)?.length ?? 0) - (line.match(/[)\]}]/g)?.length ?? 0);
    return depth === 0;
  });
  return lines.slice(0, end + 1).join('\n');
}
