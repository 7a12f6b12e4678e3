import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { expect, inject, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const document = join(root, 'dist/generated/openapi.json');

/**
 * Checks the client of a generator. If the same check has passed on this machine before, check.sh only prints the
 * earlier output.
 */
function check(file: string, generator: string) {
  const { url, tenants } = inject('ready');
  const env = { ...process.env, API: url, TOKEN: tenants['team-a']!.token };
  const script = join(root, 'test/peers/openapi-generator/check.sh');
  return promisify(execFile)('bash', [script, file, generator], { env });
}

/**
 * Returns the output of the programs of docs/examples/clients, which is the same as that of the programs of
 * docs/clients.md.
 */
const printed = (words: string, key: string): string =>
  `downloaded from ${words}
listed ${key}.txt (${Buffer.byteLength(`from ${words}\n`)})
signed GET ${key}.txt
refused 422 validity_too_short
put together ${key}.bin 6291456
refused 403 access_denied
`;

it.each([
  ['go', 'openapi-generator for Go', 'clients/generated-go'],
  ['java', 'Java', 'clients/java'],
  ['kotlin', 'Kotlin', 'clients/kotlin'],
  ['ogen', 'ogen', 'clients/ogen'],
  ['python', 'openapi-generator for Python', 'clients/generated-py'],
  ['rust', 'Rust', 'clients/rust'],
  ['typescript-fetch', 'typescript-fetch', 'clients/fetch'],
])(
  'a client by %s compiles strictly with a program, which does all six jobs',
  async (generator, words, key) => {
    const { stdout } = await check(document, generator);
    expect(stripVTControlCharacters(stdout)).toBe(printed(words, key)); // Maven prints colours
  },
);

it('a client by csharp is generated', async () => {
  expect((await check(document, 'csharp')).stderr).toMatch(/used (?:it|a client)/);
});

it('a document that breaks generators would be refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'generators-'));
  const broken = join(folder, 'openapi.json');
  const text = await readFile(document, 'utf8');
  await writeFile(
    broken,
    text.replaceAll('#/components/schemas/Constraint"', '#/components/schemas/Missing"'),
  );
  await expect(check(broken, 'go')).rejects.toThrow('failed');
  await rm(folder, { recursive: true });
});
