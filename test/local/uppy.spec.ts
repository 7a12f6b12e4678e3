import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { AwsBody } from '@uppy/aws-s3';
import type Uppy from '@uppy/core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { UploadSessionAnswer } from '../../apps/api/src/features/upload-sessions/upload-session.response.js';
import { ApiClient, use } from '../support/clients/api-client.js';
import { uploadAll, uppyWith, type UppyOptions } from '../support/clients/uppy.js';
import { codeBlocks } from '../support/docs/code-blocks.js';

type Uploader = Uppy<Record<string, unknown>, AwsBody>;

const ready = inject('ready');
const { token } = ready.tenants['team-a']!;
const client = new ApiClient(ready.url, 'team-a', token);
const blocks = codeBlocks('uppy.md');
const BODY = Buffer.from('from a page');
const TEXT = { body: BODY, type: 'text/plain' };
/** A folder in the repository, because the page's modules import packages. */
const PARENT = join(import.meta.dirname, '../../test-results');
let folder: string, session: UploadSessionAnswer;

beforeAll(async () => {
  await mkdir(PARENT, { recursive: true });
  folder = await mkdtemp(join(PARENT, 'uppy-'));
  await writeFile(join(folder, 'ready.json'), JSON.stringify(ready));
  const commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);
  const PATH = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const options = { cwd: folder, env: { ...process.env, PATH } };
  await promisify(execFile)('bash', ['-c', ['set -euo pipefail', ...commands].join('\n')], options);
  session = JSON.parse(await readFile(join(folder, 'session.json'), 'utf8')) as UploadSessionAnswer;
});
afterAll(() => rm(folder, { recursive: true }));

/** Imports a module of the page, as a bundler would. */
async function moduleOf<Exports>(file: string): Promise<Exports> {
  const { code } = blocks.find((block) => block.file === file)!;
  await writeFile(join(folder, file), code);
  return (await import(/* @vite-ignore */ pathToFileURL(join(folder, file)).href)) as Exports;
}

async function fetched(key: string) {
  const { text, headers } = await use(await client.sign('downloads', { key }));
  return { text, type: headers['content-type'] };
}

it('docs/uppy.md: a session has the members that the page shows', () => {
  const shown = JSON.parse(blocks.find(({ language }) => language === 'json')!.code) as object;
  expect(Object.keys(session)).toEqual(Object.keys(shown));
  expect(session).toMatchObject({
    expiresIn: 3600,
    limitedBy: 'default',
    keyPrefix: 'inbox/',
    naming: 'unique',
  });
});

describe('docs/uppy.md: the page', () => {
  it('uploads what the session allows; Uppy itself refuses the rest', async () => {
    const { uppyFor } = await moduleOf<{ uppyFor: (of: object) => Uploader }>('page.js');
    const { successful, failed } = await uploadAll(uppyFor(session), { 'notes.txt': TEXT });
    expect(failed).toEqual([]);
    const { key } = successful[0]!.response!.body!;
    expect(key).toMatch(/^inbox\/[0-9A-HJKMNP-TV-Z]{26}\/notes\.txt$/);
    expect(await fetched(key)).toEqual({ text: 'from a page', type: 'text/plain' });
    const page = { name: 'page.html', type: 'text/html', data: new Blob(['<b>']) };
    expect(() => uppyFor(session).addFile(page)).toThrow('You can only upload: text/plain, image/png');
    const unrestricted = uppyFor({ companionEndpoint: session.companionEndpoint });
    const html = { 'page.html': { body: Buffer.from('<b>'), type: 'text/html' } };
    expect((await uploadAll(unrestricted, html)).failed).toMatchObject([
      { error: expect.stringContaining('Bad Request') as string },
    ]);
  });

  it('with a token signs each file’s form itself', async () => {
    const { signedBy } = await moduleOf<{ signedBy: (of: object) => UppyOptions }>('sign-request.js');
    const options = { api: ready.url, tenant: 'team-a', keyPrefix: 'signed/' };
    const own = uppyWith(signedBy({ ...options, token: async () => token }));
    const { successful, failed } = await uploadAll(own, { 'notes.txt': TEXT });
    expect(failed).toEqual([]);
    const { key } = successful[0]!.response!.body!;
    expect(key).toMatch(/^signed\/[\w-]{36}\/notes\.txt$/);
    expect(await fetched(key)).toEqual({ text: 'from a page', type: 'text/plain' });

    const foreign = uppyWith(signedBy({ ...options, token: () => 'none' }));
    expect((await uploadAll(foreign, { 'notes.txt': TEXT })).failed).toMatchObject([
      { error: expect.stringContaining('invalid_token') as string },
    ]);
  });
});
