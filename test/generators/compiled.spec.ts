import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const document = join(root, 'dist/generated/openapi.json');

/** Does nothing where this document was compiled on this machine before. */
const check = (file: string, generator: string) =>
  promisify(execFile)('bash', [join(root, 'test/peers/openapi-generator/check.sh'), file, generator]);

it.each(['csharp', 'go', 'java', 'kotlin', 'ogen', 'python', 'rust', 'typescript-fetch'])(
  'a client by %s compiles strictly (csharp is only generated)',
  async (generator) => expect((await check(document, generator)).stderr).toMatch(/compiled (?:it|a client)/),
);

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
