import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const RELEASED = join(root, 'docs/openapi/released.yaml');

/** The parts of the OpenAPI document that the tests change. */
interface Document {
  info: { version: string };
  paths: Record<string, Record<string, object>>;
  components: { schemas: Record<string, Schema> };
}
interface Schema {
  required: string[];
  properties: Record<string, { enum?: string[]; type?: string }>;
}
type Change = (document: Document) => void;

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'openapi-'))));
afterAll(() => rm(folder, { recursive: true }));

async function openapi(command: string, document: string, released = RELEASED) {
  const args = ['scripts/openapi.mjs', command, '--document', document, '--released', released];
  const ended = await run(process.execPath, args, { cwd: root }).catch(
    (error: { code: number; stdout: string }) => error,
  );
  return { code: 'code' in ended ? ended.code : 0, words: ended.stdout };
}

async function changed(change: Change, version?: string): Promise<string> {
  const document = parse(await readFile(RELEASED, 'utf8')) as Document;
  change(document);
  if (version !== undefined) document.info.version = version;
  const file = join(folder, `${crypto.randomUUID()}.json`);
  await writeFile(file, JSON.stringify(document));
  return file;
}

const HEADS = '/v1/tenants/{tenant}/heads';
const schema = (name: string, change: (schema: Schema) => void): Change => {
  return ({ components }) => change(components.schemas[name]!);
};
const text = { type: 'string' };
const without = (list: string[], item: string) => list.filter((each) => each !== item);

/** Pairs of changes: one that breaks clients, and a similar one that does not. */
const CHANGES: [string, string, Change, Change][] = [
  [
    'a route less, a route more',
    'api-path-removed-without-deprecation',
    ({ paths }) => delete paths[HEADS],
    ({ paths }) =>
      (paths['/v1/more'] = { get: { operationId: 'more', responses: { 204: { description: '' } } } }),
  ],
  [
    'an answer’s field less, one more',
    'response-required-property-removed',
    schema('SigningAnswer', (answer) => {
      answer.required = without(answer.required, 'expiresIn');
      delete answer.properties['expiresIn'];
    }),
    schema('SigningAnswer', (answer) => (answer.properties['more'] = text)),
  ],
  [
    'an answer’s optional field less, one more',
    'response-optional-property-removed',
    schema('UploadAnswer', (answer) => delete answer.properties['receipt']),
    schema('UploadAnswer', (answer) => (answer.properties['more'] = text)),
  ],
  [
    'a narrower choice in a request, a wider one',
    'request-property-enum-value-removed',
    schema('ExplanationRequest', ({ properties }) => properties['method']!.enum!.pop()),
    schema('ExplanationRequest', ({ properties }) => properties['method']!.enum!.push('PATCH')),
  ],
  [
    'a field that requests must have, one that they may have',
    'new-required-request-property',
    schema('DownloadRequest', (request) => {
      request.properties['more'] = text;
      request.required.push('more');
    }),
    schema('DownloadRequest', (request) => (request.properties['more'] = text)),
  ],
  [
    'a request’s field less, one need not be sent any more',
    'request-property-removed',
    schema('DownloadRequest', (request) => delete request.properties['filename']),
    schema('ExplanationRequest', (request) => (request.required = [])),
  ],
];

describe('the document', () => {
  it('breaks no client of the last release, or its version says so', async () => {
    const document = join(root, 'dist/generated/openapi.yaml');
    const { code, words } = await openapi('diff', document);
    expect(code, words).toBe(0);
  });
});

describe.each(CHANGES)('%s', (_, rule, breaking, harmless) => {
  it('breaks, unless the version says so', async () => {
    const { code, words } = await openapi('diff', await changed(breaking));
    expect(words).toContain(rule);
    expect(words).toContain('undo them, or raise the version');
    expect(code).toBe(1);
  });

  it('does not break', async () => {
    const { code, words } = await openapi('diff', await changed(harmless));
    expect(words).toContain('no incompatible change');
    expect(code).toBe(0);
  });
});

it.each([
  ['0.1.0', '0.1.1', 1],
  ['0.1.0', '0.2.0', 0],
  ['0.9.3', '1.0.0', 0],
  ['1.2.0', '1.3.0', 1],
  ['1.2.0', '2.0.0', 0],
  ['1.2.0', '0.3.0', 1],
])('a change that breaks from %s to %s ends with %i', async (from, to, code) => {
  const released = await changed(() => undefined, from);
  const document = await changed(CHANGES[0]![2], to);
  expect((await openapi('diff', document, released)).code).toBe(code);
});

it('a release is what is compared from then on, but none that breaks unsaid', async () => {
  const [released, breaking, said] = [
    await changed(() => undefined, '0.1.0'),
    await changed(CHANGES[0]![2], '0.1.1'),
    await changed(CHANGES[0]![2], '0.2.0'),
  ];
  expect((await openapi('release', breaking, released)).code).toBe(1);
  expect((await openapi('diff', breaking, released)).code).toBe(1);
  expect((await openapi('release', said, released)).code).toBe(0);
  expect((await openapi('diff', said, released)).words).toContain('No changes detected');
  expect(await readFile(released, 'utf8')).toBe(await readFile(said, 'utf8'));
});
