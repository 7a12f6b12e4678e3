import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonPrograms } from '../clients/availability.js';
import { ApiClient, use } from '../support/clients/api-client.js';
import { startLocalProcess, type LocalProcess } from '../support/processes/local-process.js';

/**
 * The duration of the whole run in seconds, and the seed. The same seed gives the same cases, as far as time allows.
 */
const { SCHEMATHESIS_SECONDS: seconds = '75', SCHEMATHESIS_SEED: seed = '1' } = process.env;
const root = join(import.meta.dirname, '../..');

let local: LocalProcess, client: ApiClient, folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  local = await startLocalProcess();
  client = new ApiClient(local.ready.url, 'team-a', local.ready.tenants['team-a']!.token);
});
afterAll(async () => {
  await local.stop();
  await rm(folder, { recursive: true });
});

/** Returns the receipt of an upload that has been completed. */
async function receipt(): Promise<string> {
  const upload = await client.sign('uploads', { key: 'promised.txt', contentLength: 5, receipt: true });
  expect((await use(upload, { body: 'hello' })).status).toBe(200);
  return (upload as { receipt?: string }).receipt!;
}

/** Returns the capability of an upload session. */
async function capability(): Promise<string> {
  const { json } = await client.post<{ companionEndpoint: string }>('/upload-sessions', { keyPrefix: 'up/' });
  return json.companionEndpoint.split('/').at(-1)!;
}

async function schemathesis(document: string, args: readonly string[]) {
  const env = {
    ...process.env,
    SCHEMATHESIS_HOOKS: join(import.meta.dirname, 'hooks.py'),
    CAPABILITY: await capability(),
    RECEIPT: await receipt(),
    NO_COLOR: '1',
  };
  const program = join(pythonPrograms(process.env), 'st');
  const config = join(import.meta.dirname, 'schemathesis.toml');
  const url = ['--url', local.ready.url, '-H', `Authorization: Bearer ${client.token}`];
  const child = spawn(program, ['--config-file', config, 'run', document, ...url, ...args], {
    cwd: root,
    env,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, output };
}

describe('schemathesis', () => {
  it('finds no answer that the document doesn’t know, no 5xx, nothing accepted or refused wrongly', async () => {
    const document = join(root, 'dist/generated/openapi.json');
    const { code, output } = await schemathesis(document, ['--max-time', seconds, '--seed', seed]);
    process.stdout.write(`${/^ *(\d+ generated.*)$/m.exec(output)?.[1]}, in ${seconds} s, seed ${seed}\n`);
    expect(code, output.slice(output.indexOf('= FAILURES'))).toBe(0);
    expect(local.stderr()).not.toContain('"level":"error"');
  });

  it.each<[string, string, (text: string) => string]>([
    ['a status', 'Undocumented status code', (text) => text.replaceAll('"403": {', '"499": {')],
    ['a field', 'Response violates schema', (text) => text.replaceAll('"signedHeaders"', '"signedFields"')],
    [
      'a rule',
      'Schema-valid request rejected',
      (text) => text.replaceAll('"maximum": 604800', '"maximum": 704800'),
    ],
  ])('would find that the document lacks %s', async (_, words, change) => {
    const text = await readFile(join(root, 'dist/generated/openapi.json'), 'utf8');
    const wrong = join(folder, 'openapi.json');
    expect(change(text)).not.toBe(text);
    await writeFile(wrong, change(text));
    const only = ['--include-operation-id', 'signHead', '--max-examples', '50', '--seed', '1'];
    const { code, output } = await schemathesis(wrong, only);
    expect(output).toContain(words);
    expect(code).toBe(1);
  });
});
