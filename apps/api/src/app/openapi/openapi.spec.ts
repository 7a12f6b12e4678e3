import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PROBLEMS } from '../../platform/problems/problem-table.js';
import { Docstrings } from './docstrings.js';
import { apiPreview, openApiDocument } from './document.js';
import { openApiTexts } from './generate.js';
import { handlersOf } from './handlers.js';
import type { JsonObject } from './json-object.js';
import { problemsOf } from './problem-responses.js';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../../../..', import.meta.url));
const built = (name: string) => readFileSync(join(root, 'dist/generated', name), 'utf8');

async function lint(source: string) {
  const config = await createConfig({ extends: ['recommended-strict'] });
  const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });
  return problems.map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

/** Runs `npm run openapi:lint` in its own process, because Vitest can't load Spectral's modules. */
async function validate(source: string) {
  const folder = await mkdtemp(join(tmpdir(), 'openapi-'));
  const file = join(folder, 'openapi.json');
  await writeFile(file, source);
  const linting = execute(process.execPath, ['scripts/openapi.mjs', 'lint', '--document', file], {
    cwd: root,
  });
  const { stdout } = await linting.catch((error: { stdout: string }) => error);
  await rm(folder, { recursive: true });
  return stdout;
}

describe('the built document', () => {
  it('agrees with the classes', async () => {
    const { json, json30, yaml } = await openApiTexts(root);
    expect(built('openapi.json')).toBe(json);
    expect(built('openapi-3.0.json')).toBe(json30);
    expect(built('openapi.yaml')).toBe(yaml);
    expect(parse(yaml)).toEqual(JSON.parse(json));
  });

  it('is the same if it is generated again', async () => {
    expect(await openApiTexts(root)).toEqual(await openApiTexts(root));
  });

  it('has nothing that a strict linter would change', async () => {
    expect(await lint(built('openapi.json'))).toEqual([]);
    expect(await lint(built('openapi.yaml'))).toEqual([]);
    expect(await lint(built('openapi-3.0.json'))).toEqual([]);
    expect(await validate(built('openapi.json'))).toBe('');
  });

  it.each([
    ['"operationId": "signHead"', '"operationId": "signDownload"', 'operation-operationId-unique'],
    ['"expiresIn": 600', '"expiresIn": "600"', 'no-invalid-media-type-examples'],
    ['#/components/schemas/Constraint', '#/components/schemas/Constraints', 'no-unresolved-refs'],
    ['#/components/headers/allow', '#/components/headers/retry-after', 'no-unused-components'],
  ])('is refused by the linter after %s is replaced by %s', async (right, wrong, rule) => {
    const source = built('openapi.json');
    expect(source).toContain(right);
    expect((await lint(source.replaceAll(right, wrong))).join('\n')).toContain(rule);
  });
});

it.each([
  ['"type": "object",', '"type": "objekt",', 'oas3-schema'],
  ['"Health"\n', '"Healthy"\n', 'operation-tag-defined'],
])('Spectral refuses it after %s is replaced by %s', async (right, wrong, rule) => {
  const source = built('openapi.json');
  expect(source).toContain(right);
  expect(await validate(source.replaceAll(right, wrong))).toContain(rule);
});

describe('for client generators', () => {
  const document = JSON.parse(built('openapi.json')) as JsonObject & { paths: JsonObject; info: JsonObject };
  const nodes = nodesOf(document);
  const schemas = (document['components'] as { schemas: Record<string, JsonObject> }).schemas;

  const descriptionOf = (name: string) =>
    (schemas[name]!['properties'] as Record<string, JsonObject>)['url']!['description'] as string;

  it('names are short, and each component has one', () => {
    const { responses } = document['components'] as Record<string, JsonObject>;
    for (const name of Object.keys({ ...schemas, ...responses }))
      expect(name).toMatch(/^[A-Z][A-Za-z]{1,42}$/);
  });

  it('sizes have 64 bits, and only strings have enums', () => {
    const sizes = nodes.filter(
      ({ name, node }) => /(?:size|length)$/i.test(name) && node['type'] === 'integer',
    );
    expect(sizes.length).toBeGreaterThan(10);
    for (const { name, node } of sizes) expect(node['format'], name).toBe('int64');
    for (const { name, node } of nodes.filter((each) => Array.isArray(each.node['enum']))) {
      expect(node['type'], name).toBe('string');
    }
  });

  it('unions have names and a discriminator, and no type is a list', () => {
    expect(nodes.filter(({ node }) => Array.isArray(node['type']))).toEqual([]);
    const unions = nodes.filter(({ node }) => 'oneOf' in node || 'anyOf' in node || 'allOf' in node);
    expect(unions.map(({ name }) => name)).toEqual(['BatchOperation']);
    expect(unions[0]!.node).toHaveProperty('discriminator.propertyName', 'operation');
  });

  it.each(['BatchResult', 'ObjectDeletionsResult'])(
    'the description of %s is true for each of its forms',
    (name) => {
      const { description, properties } = schemas[name] as { description: string; properties: JsonObject };
      expect(description).toMatch(/^It is one of the following:\n(?:\n- [^\n]+){2,}\n\nIf `status` is 200/);
      expect(properties['status']).not.toHaveProperty('description', expect.stringContaining('Always'));
      expect(Object.keys(properties)).toContain('problem');
    },
  );

  it('a member of several forms has a description in each form', () => {
    const described = descriptionOf('BatchResult');
    for (const form of ['UploadAnswer', 'FormAnswer']) expect(described).toContain(descriptionOf(form));
    expect(descriptionOf('SigningAnswer')).toBe(descriptionOf('UploadAnswer'));
  });

  it('every answer with content has an example', () => {
    const answers = nodes.filter(({ name, node }) => name === 'application/json' && !('examples' in node));
    expect(answers.length).toBeGreaterThan(25);
    for (const { node } of answers) expect(node).toHaveProperty('example');
  });

  it('the OpenAPI 3.0 document has the same paths, operations and schemas', () => {
    const older = JSON.parse(built('openapi-3.0.json')) as typeof document;
    expect(older['openapi']).toBe('3.0.3');
    expect(older.info['version']).toBe(document.info['version']);
    expect(idsOf(older.paths)).toEqual(idsOf(document.paths));
    expect(namesOf(older)).toEqual(namesOf(document));
  });
});

const idsOf = (paths: JsonObject) => nodesOf(paths).flatMap(({ node }) => node['operationId'] ?? []);
const namesOf = ({ components }: JsonObject) =>
  Object.values(components as JsonObject).map((each) => Object.keys(each as object));

/** Returns every object of a document, with the name of the member that holds it. */
function nodesOf(value: unknown, name = ''): { readonly name: string; readonly node: JsonObject }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : [{ name, node: value as JsonObject }];
  return [
    ...own,
    ...Object.entries(value).flatMap(([member, each]) =>
      member === 'example' || member === 'value' ? [] : nodesOf(each, Array.isArray(value) ? name : member),
    ),
  ];
}

describe('operations', () => {
  it('name the token that they need', () => {
    const { paths } = JSON.parse(built('openapi.json')) as {
      paths: Record<string, Record<string, { security?: unknown[]; description: string }>>;
    };
    expect(paths['/health/live']!['get']!.security).toEqual([]);
    const { security, description } = paths['/v1/tenants/{tenant}/uploads']!['post']!;
    expect(security).toBeUndefined(); // the document’s default, a bearer token, applies
    expect(description).toMatch(/The caller needs a grant of `upload`\.$/);
    const grantsOf = (path: string) =>
      /needs a grant of ([^.]+)\.$/.exec(paths[`/v1/tenants/{tenant}/${path}`]!['post']!.description)?.[1];
    expect(grantsOf('downloads')).toBe('`download` or, with `versionId`, of `downloadVersion`');
    expect(grantsOf('cors-checks')).toBe('`download`, `upload`, or `delete`');
  });

  it('list the problems that they can answer with, and no others', async () => {
    const handlers = handlersOf(await apiPreview());
    const [upload, live] = ['signUpload', 'live'].map((id) => handlers.find(({ facts }) => facts.id === id)!);
    expect(problemsOf(upload!)).toEqual(
      expect.arrayContaining(['content_length_required', 'invalid_token', 'malformed_json']),
    );
    expect(problemsOf(live!)).not.toContain('invalid_token');
    expect(problemsOf(live!)).not.toContain('malformed_json');
    expect(Object.keys(PROBLEMS)).toEqual(expect.arrayContaining(problemsOf(upload!)));
  });

  it('list every problem code of the source', async () => {
    const sources = ['apps/api/src', 'libs/s3-presign/src'].flatMap((folder) =>
      globSync(`${folder}/**/*.ts`, {
        cwd: root,
        exclude: ['**/*.spec.ts', '**/problem-table.ts', '**/openapi/**'],
      }),
    );
    const code = sources.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
    const thrown = Object.keys(PROBLEMS).filter((name) => code.includes(`'${name}'`));
    expect(thrown.length).toBeGreaterThan(15);
    expect(handlersOf(await apiPreview()).flatMap(problemsOf)).toEqual(expect.arrayContaining(thrown));
  });

  it('need a docstring', async () => {
    await expect(openApiDocument('1.0.0', new Docstrings())).rejects.toThrow('lacks a docstring');
  });
});

describe('docstrings', () => {
  const docstrings = new Docstrings();
  docstrings.add(`
    /** A base. */
    export class Base {
      /**
       * Of two
       * lines.
       *
       * @deprecated
       */
      a!: string;
      /** Of the base. */
      b!: string;
    }
    export class Derived extends Base {
      /** Its own. */
      declare b: string;
      c!: string;
    }`);

  it('describe classes, members and what is inherited', () => {
    expect(docstrings.ofClass('Base')).toBe('A base.');
    expect(docstrings.ofClass('Derived')).toBeUndefined();
    expect(docstrings.ofMember('Derived', 'a')).toBe('Of two lines.');
    expect(docstrings.ofMember('Derived', 'b')).toBe('Its own.');
    expect(docstrings.ofMember('Derived', 'c')).toBeUndefined();
    expect(docstrings.ofMember('Unknown', 'a')).toBeUndefined();
  });
});
