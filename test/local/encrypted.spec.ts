import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import { banner } from '../../apps/local/src/banner.js';
import type { Ready } from '../../apps/local/src/ready-file.js';
import { codeBlocks } from '../support/docs/code-blocks.js';
import { CREDENTIALS, InProcessApi, tenantEntry } from '../support/processes/in-process-api.js';
import { TestIssuer } from '../support/fakes/issuer.js';
import { JwksServer } from '../support/fakes/jwks-server.js';
import { runPage } from '../support/docs/page-commands.js';
import { s3Client } from '../targets/s3-client.js';

// Tests the commands that the pages and `npm start` tell readers to paste, for a tenant as the Terraform module creates
// it by default. KMS encrypts its uploads, by signed header fields that the reader has not asked for.

const AUDIENCE = 'tenant-presign/test';
const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const stack = new AsyncDisposableStack();
let s3: EmbeddedS3, ready: Ready;
beforeAll(async () => {
  s3 = await startEmbeddedS3({
    region: 'eu-west-1',
    buckets: [{ name: 'team-a-files', credentials: [CREDENTIALS] }],
  });
  stack.defer(() => s3.close());
  const jwks = stack.use(await JwksServer.start());
  const issuer = await TestIssuer.create({ issuer: jwks.url, audience: AUDIENCE });
  jwks.publishProvider(issuer.jwks);
  const everything = {
    actions: ['download', 'upload', 'delete', 'list'],
    prefixes: [''],
    allowKeyPrefixForms: true,
  };
  const tenant = tenantEntry('team-a', {
    endpoint: s3.endpoint,
    encryption: { type: 'sse-kms', keyArn: KEY_ARN },
    grants: [everything],
  });
  const platform = { name: 'platform', issuer: jwks.url, audience: AUDIENCE, tenants: '/tenants' };
  const api = stack.use(await InProcessApi.start({ issuers: [platform], tenants: [tenant] }, Date.now));
  ready = {
    url: api.url,
    docs: `${api.url}/docs`,
    try: `${api.url}/try`,
    management: api.url,
    s3: s3.endpoint,
    pid: process.pid,
    tenants: { 'team-a': { bucket: 'team-a-files', token: await issuer.token({ tenants: ['team-a'] }) } },
  };
});
afterAll(() => stack.disposeAsync());

async function encryptionOf(Key: string): Promise<string | undefined> {
  const sdk = s3Client(
    { endpoint: s3.endpoint, region: 'eu-west-1', forcePathStyle: true },
    { credentials: CREDENTIALS },
  );
  const { SSEKMSKeyId } = await sdk.send(new HeadObjectCommand({ Bucket: 'team-a-files', Key }));
  return SSEKMSKeyId;
}

describe('for a tenant whose uploads are encrypted by KMS', () => {
  it('docs/call-the-api.md works as it stands', async () => {
    const output = await runPage('call-the-api.md', ready);
    for (const { language, code } of codeBlocks('call-the-api.md')) {
      if (language === '') expect(output).toContain(code); // oxlint-disable-line vitest/no-conditional-expect
    }
    for (const key of ['hello.txt', 'posted.txt', 'films/holiday.mp4', 'inbox/note.txt']) {
      expect(await encryptionOf(key), key).toBe(KEY_ARN);
    }
  });

  it('docs/uppy.md begins a session', async () => {
    await expect(runPage('uppy.md', ready)).resolves.toBe('');
  });

  it('the lines that npm start prints work', async () => {
    const lines = banner(ready, {
      tenant: 'team-a',
      token: ready.tenants['team-a']!.token,
      dataDir: undefined,
    })
      .split('\n')
      .filter((line) => line.startsWith('curl '));
    const env = { ...process.env, TOKEN: ready.tenants['team-a']!.token };
    const printed: string[] = [];
    for (const line of lines) printed.push((await promisify(execFile)('sh', ['-c', line], { env })).stdout);
    expect(JSON.parse(printed[0]!)).toMatchObject({
      headers: { 'x-amz-server-side-encryption-aws-kms-key-id': KEY_ARN },
    });
    expect(printed.slice(1)).toEqual(['', 'hello from tenant-presign\n']);
    expect(await encryptionOf('hello.txt')).toBe(KEY_ARN);
  });
});

it('no page sends a file with header fields that it knows beforehand', async () => {
  const pages = ['README.md', ...(await readdir('docs', { recursive: true })).map((name) => `docs/${name}`)];
  let uploads = 0;
  for (const page of pages.filter((name) => name.endsWith('.md'))) {
    const uses = (await readFile(page, 'utf8'))
      .split('\n')
      .filter((line) => /curl.*--data-binary/.test(line));
    uploads += uses.length;
    for (const line of uses) expect(line, page).toMatch(/(?:-H|--header) @headers|-K -/);
  }
  expect(uploads).toBeGreaterThan(2);
});
