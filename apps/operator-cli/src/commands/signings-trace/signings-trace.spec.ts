import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../../../../test/support/clients/api-client.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { InProcessApi, tenantEntry } from '../../../../../test/support/processes/in-process-api.js';
import type { SigningAnswer } from '../../../../api/src/signing/signing.response.js';
import { runCaptured } from '../../../testing/run-captured.js';

// The audit lines come from the API itself. The lines of S3 are written after AWS's documentation.

let folder: string, audit: string, download: SigningAnswer, upload: SigningAnswer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trace-'));
  const issuer = await TestIssuer.create({ issuer: 'https://idp.example', audience: 'tenant-presign/test' });
  const jwksFile = join(folder, 'jwks.json');
  await writeFile(jwksFile, JSON.stringify(issuer.jwks));
  const issuers = [
    {
      name: 'platform',
      issuer: issuer.options.issuer,
      audience: issuer.options.audience,
      jwksFile,
      tenants: '/tenants',
    },
  ];
  await using api = await InProcessApi.start({ issuers, tenants: [tenantEntry('team-a')] }, Date.now);
  const token = await issuer.token({ sub: 'alice', tenants: ['team-a'] });
  const client = new ApiClient(api.url, 'team-a', token);
  download = await client.sign('downloads', { key: 'reports/q 3.pdf' });
  upload = await client.sign('uploads', { key: 'reports/new.pdf', contentType: 'text/plain' });
  audit = await api.log();
});
afterAll(() => rm(folder, { recursive: true }));

const run = (args: string[], stdin = '') =>
  runCaptured(['signings:trace', ...args], { stdin: Readable.from([Buffer.from(stdin)]), cwd: folder });

/** Returns the line that S3 logs for a use. */
const accessLine = ({ url, method }: SigningAnswer, result: string, time = '24/Nov/2026:12:00:00 +0000') => {
  const { pathname, search } = new URL(url);
  const requester = 'arn:aws:sts::222222222222:assumed-role/team-a-presign/team-a.pod';
  return `79a59d team-a-files [${time}] 192.0.2.3 ${requester} 3E57427F3EXAMPLE REST.${method}.OBJECT ${pathname} "${method} ${pathname}${search} HTTP/1.1" ${result} 7 5 "-" "curl/8" - s9lzH= SigV4 ECDHE QueryString team-a-files.s3.eu-west-1.amazonaws.com TLSV1.3 - - eu-west-1`;
};

describe('signings:trace', () => {
  it('says who signed what, and each use, and prints no signature', async () => {
    const later = '24/Nov/2026:12:00:05 +0000';
    const accessLog = [
      accessLine(upload, '200 - - 12'),
      accessLine(download, '403 AccessDenied 297 -', later),
      accessLine(download, '200 - 113 113'),
    ].join('\n');
    await writeFile(join(folder, 'access.log'), `${accessLog}\n`);
    const { code, out, err } = await run(
      [download.signingId, '--audit', '-', '--access-log', 'access.log'],
      audit,
    );
    expect(code).toBe(0);
    expect(out).toContain(`${download.signingId}: download (GET) of team-a-files/reports/q 3.pdf\n`);
    expect(out).toContain(`until ${download.expiresAt} (limited by default)`);
    expect(out).toContain('for      alice of platform, tenant team-a, request ');
    expect(out).toMatch(
      /12:00:00Z from 192\.0\.2\.3: REST\.GET\.OBJECT 200, 113 bytes sent of 113\n.*12:00:05Z .* 403 AccessDenied/,
    );
    expect(out).not.toMatch(/X-Amz|Signature/);
    expect(err).toMatch(/standard input: \d+ lines\n.*access\.log: 3 lines/);
  });

  it('reads folders and what is packed, with what a container runtime writes before a line', async () => {
    await mkdir(join(folder, 'logs/day'), { recursive: true });
    const cri = audit.replace(/^/gm, '2026-11-24T12:00:00.000000000Z stdout F ');
    await writeFile(join(folder, 'logs/day/api.log.gz'), gzipSync(cri));
    await writeFile(join(folder, 'use.gz'), gzipSync(accessLine(download, '200 - 113 113')));
    const { code, out } = await run([
      download.signingId,
      '--audit',
      'logs',
      '--access-log',
      'use.gz',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      signing: { signingId: download.signingId, subject: 'alice', key: 'reports/q 3.pdf' },
      uses: [{ source: 'access-log', status: 200, bytesSent: 113, certain: true }],
    });
    expect(out).not.toMatch(/X-Amz|Signature/);
  });

  it('tells a use from a URL that only names the signing', async () => {
    const forged = accessLine(download, '403 AccessDenied 297 -').replace(
      /X-Amz-Credential=[^%&]+/,
      'X-Amz-Credential=AKIAOTHER',
    );
    await writeFile(join(folder, 'forged.log'), forged);
    const { out } = await run([download.signingId, '--audit', '-', '--access-log', 'forged.log'], audit);
    expect(out).toContain('403 AccessDenied, 297 bytes sent, not signed with this session');
  });

  it('finds the session’s name, and uses in CloudTrail by it', async () => {
    const { accessKeyId } = JSON.parse(
      audit.split('\n').find((line) => line.includes(download.signingId))!,
    ) as { accessKeyId: string };
    const session = JSON.stringify({ msg: 'session', accessKeyId, sessionName: 'alice.digest' });
    const record = {
      eventTime: `${download.expiresAt.slice(0, 17)}00Z`,
      eventName: 'GetObject',
      sourceIPAddress: '192.0.2.3',
      userIdentity: { type: 'AssumedRole', accessKeyId, arn: 'arn:aws:sts::2:assumed-role/r/alice.digest' },
      requestParameters: { bucketName: 'team-a-files', key: 'reports/q 3.pdf' },
      additionalEventData: { bytesTransferredOut: 113 },
    };
    const other = { ...record, requestParameters: { ...record.requestParameters, key: 'other' } };
    const stranger = { ...record, userIdentity: { accessKeyId: 'ASIAOTHER' } };
    await writeFile(join(folder, 'trail.json'), JSON.stringify({ Records: [record, other, stranger] }));
    const { out } = await run(
      [download.signingId, '--audit', '-', '--cloudtrail', 'trail.json'],
      `${session}\n${audit}`,
    );
    expect(out).toContain(`session  ${accessKeyId}, alice.digest\n`);
    expect(out.match(/GetObject done, 113 bytes sent, by session, key and time/g)).toHaveLength(1);
  });

  it('says that there is none', async () => {
    const { code, out } = await run(['01M87TF0W3Q1T9Z0XJ9D6J2N4C', '--audit', '-'], audit);
    expect(code).toBe(1);
    expect(out).toContain('no such signing');
  });

  it.each([
    [[], /Give one ID/],
    [['not-an-id', '--audit', '-'], /Give one ID/],
    [['01M87TF0W3Q1T9Z0XJ9D6J2N4C'], /--audit is missing/],
    [['01M87TF0W3Q1T9Z0XJ9D6J2N4C', '--audit', '-', '--access-log', '-'], /read only once/],
    [['01M87TF0W3Q1T9Z0XJ9D6J2N4C', '--audit', 'nowhere'], /ENOENT/],
    [['01M87TF0W3Q1T9Z0XJ9D6J2N4C', '--audits', '-'], /Unknown option/],
  ])('refuses %j', async (args, says) => {
    expect(await run(args)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(says) as string });
  });

  it('says that a file is broken', async () => {
    await writeFile(join(folder, 'broken.gz'), gzipSync(audit).subarray(0, 40));
    const { code, err } = await run([download.signingId, '--audit', 'broken.gz']);
    expect(code).toBe(2);
    expect(err).toMatch(/end of file/);
  });

  it('prints nothing that steers a terminal', async () => {
    const line = audit.split('\n').find((each) => each.includes(download.signingId))!;
    const { out } = await run([download.signingId, '--audit', '-'], line.replace('alice', '\\u001b[2Jalice'));
    expect(out).toContain('�[2Jalice');
  });

  it('explains itself', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Usage:') as string,
    });
  });
});
