import { closeSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SigV4Presigner } from '#s3-presign';
import { bucketEndpoint } from '#s3-presign/aws';
import { batchesService, NOW, signingTenant } from '../../../testing/batches.js';
import type { BatchRequest } from './batch.request.js';
import type { BatchesService } from './batches.service.js';

const COUNT = 1000;
const credentials = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'FwoGZXIv/+Nw'.repeat(67).slice(0, 800),
};
const access = {
  tenant: signingTenant(credentials),
  caller: { issuer: 'platform', issuerId: 'p', subject: 'alice', claims: {}, tenants: new Set(['team-a']) },
  requestId: '3e0b6b0e-8f0e-4a0e-9d53-1f2a8a4b9c11',
};
const keys = Array.from({ length: COUNT }, (_, i) => `users/u1/report-${i}.pdf`);
const body = JSON.stringify({ operations: keys.map((key) => ({ operation: 'download', key })) });
const presigner = new SigV4Presigner(bucketEndpoint({ bucket: 'team-a-files', region: 'eu-west-1' }));

const file = join(tmpdir(), `batches-speed-${process.pid}.log`);
let fd: number, service: BatchesService;
beforeAll(async () => {
  fd = openSync(file, 'w');
  service = await batchesService(fd);
});
afterAll(() => {
  closeSync(fd);
  rmSync(file);
});

/** Signs the keys without any other work. */
function sign(): void {
  for (const key of keys) {
    const query = {
      'response-content-disposition': 'attachment',
      'x-signing-id': '01JD5Z8Q4X9V2B7N6M3K1H0G5T',
    };
    presigner.presign({ method: 'GET', key, query, signedAt: NOW / 1000, expiresIn: 900 }, credentials);
  }
}

/**
 * Runs a whole batch: parses the body, checks and authorizes each operation, writes audit events to a file, and writes
 * the answer.
 */
async function batch(): Promise<void> {
  const { length } = await service.sign(access, JSON.parse(body) as BatchRequest);
  expect(length).toBeGreaterThan(COUNT * 1000);
}

/** Returns the milliseconds of processor time of all threads. On a busy machine, elapsed time would include waiting. */
async function cost(work: () => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Returns the speed of a batch relative to signing alone. */
async function ratio(): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round < 25; round++) ratios.push((await cost(sign)) / (await cost(batch)));
  return median(ratios);
}

it(
  'signs a batch of 1,000 at 0.3 of the rate of signing alone, at least',
  { retry: 2, timeout: 20_000 },
  async () => {
    await ratio();
    expect(await ratio()).toBeGreaterThan(0.3);
  },
);
