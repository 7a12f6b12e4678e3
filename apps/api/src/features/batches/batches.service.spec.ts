import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { batchesService, signingTenant } from '../../../testing/batches.js';
import { Budget } from '../../limits/budget.js';
import { LeakyBucket } from '../../platform/leaky-bucket.js';
import { policy } from '../../tenancy/tenants/rate-limit-policy.js';
import type { Problem } from '../../platform/problems/problem.js';

const session = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };

interface Answer {
  readonly results: readonly { readonly key?: string; readonly status: number; readonly problem?: Problem }[];
}

/** Returns the access of alice to a tenant whose credentials were not requested yet. */
const access = (tenant = signingTenant(session)) => ({
  tenant,
  caller: { issuer: 'platform', issuerId: 'p', subject: 'alice', claims: {}, tenants: new Set(['team-a']) },
  requestId: 'r1',
});

/** A file descriptor that can't be written to. */
const CLOSED = 2 ** 30;

/** Runs with a log in a file, and returns the content of the file. */
async function logged(run: (logFd: number) => Promise<unknown>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'batches-'));
  const fd = openSync(join(folder, 'log'), 'w');
  try {
    await run(fd);
    return readFileSync(join(folder, 'log'), 'utf8');
  } finally {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  }
}

describe('BatchesService', () => {
  const operations = Array.from({ length: 450 }, (_, i) => ({ operation: 'head', key: `k${i}` }));

  it('all events are written before the answer', async () => {
    const log = await logged(async (fd) => (await batchesService(fd)).sign(access(), { operations }));
    expect(log.trimEnd().split('\n')).toHaveLength(450);
  });

  it('nothing is answered that can’t be audited', async () => {
    await expect((await batchesService(CLOSED)).sign(access(), { operations })).rejects.toMatchObject({
      code: 'audit_unavailable',
    });
  });

  it('what is refused as a whole has been paid for, as its operations would be', async () => {
    const limit = policy('caller-per-pod', { requestsPerSecond: 1, burst: 100 });
    const budget = new Budget([{ policy: limit, bucket: new LeakyBucket(0) }], limit.field, () => 0);
    const batch = { operations: Array.from({ length: 61 }, () => ({})) };
    await expect((await batchesService(CLOSED)).sign(access(), batch, budget)).rejects.toMatchObject({
      code: 'invalid_request',
      omittedErrors: 11,
    });
    expect(budget.takeUpTo(100)).toBe(40); // the request itself pays for the first operation
  });

  it('a batch of refusals needs no audit', async () => {
    const answer = await (
      await batchesService(CLOSED)
    ).sign(access(), {
      operations: [{ operation: 'head', key: '' }],
    });
    expect(JSON.parse(answer.toString())).toMatchObject({
      results: [{ status: 400, problem: { code: 'invalid_key' } }],
    });
  });

  it('what has to wait for credentials keeps its place', async () => {
    const tenant = signingTenant(session); // no credentials are loaded yet, so the first signing waits
    await logged(async (fd) => {
      const mixed = [{ operation: 'head', key: '' }, ...operations, { operation: 'head', key: '' }];
      const answer = await (await batchesService(fd)).sign(access(tenant), { operations: mixed });
      const { results } = JSON.parse(answer.toString()) as Answer;
      expect(results.map(({ key, status }) => key ?? status)).toEqual([
        400,
        ...operations.map(({ key }) => key),
        400,
      ]);
    });
  });

  it('credentials that can’t be had refuse each operation, with the code of its own route', async () => {
    const tenant = signingTenant({ ...session, expiration: '2026-11-24T12:00:00Z' });
    const answer = await (await batchesService(CLOSED)).sign(access(tenant), { operations });
    const { results } = JSON.parse(answer.toString()) as Answer;
    expect(results).toHaveLength(operations.length);
    for (const { status, problem } of results) {
      expect([status, problem!.code]).toEqual([503, 'credentials_unavailable']);
    }
  });

  it('lets others have their turn', async () => {
    await logged(async (fd) => {
      const service = await batchesService(fd);
      await service.sign(access(), { operations });
      let turns = 0;
      let isOver = false;
      const count = () => {
        turns += 1;
        if (!isOver) setImmediate(count);
      };
      setImmediate(count);
      await service.sign(access(), { operations });
      isOver = true;
      expect(turns).toBeGreaterThanOrEqual(2);
    });
  });
});
