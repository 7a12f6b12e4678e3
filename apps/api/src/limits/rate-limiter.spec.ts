import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { LimitsEntry } from '#tenant-file';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import { RateLimitedError } from '../platform/problems/rate-limited.js';
import { policiesOf } from '../tenancy/tenants/rate-limit-policy.js';
import { RateLimiter } from './rate-limiter.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');

function setUp(limits?: LimitsEntry) {
  const clock = { now: NOW };
  const limiter = new RateLimiter(() => clock.now);
  const access = (subject: string, changed = limits, issuer = 'platform', id = 'team-a') =>
    ({ tenant: { id, policies: policiesOf(changed) }, caller: { issuer, subject } }) as TenantAccess;
  const as = (...who: Parameters<typeof access>) => limiter.ofCaller(access(...who));
  return { clock, limiter, access, as };
}

function refusalOf(act: () => void): RateLimitedError {
  try {
    act();
  } catch (error) {
    if (error instanceof RateLimitedError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('a limit for each subject', () => {
  const limits = { requestsPerSecond: 4, burst: 10 };

  it('lets the burst through, then as many as come back', () => {
    const { clock, as } = setUp(limits);
    for (let count = 0; count < 10; count += 1) as('alice')!.require(1);
    const { retryAfter, violatedPolicies, fields } = refusalOf(() => as('alice')!.require(1));
    expect({ retryAfter, violatedPolicies, ...fields }).toEqual({
      retryAfter: 1,
      violatedPolicies: ['caller-per-pod'],
      ratelimit: '"caller-per-pod";r=0;t=1',
      'ratelimit-policy': '"caller-per-pod";q=10;w=3',
    });
    clock.now += 249;
    expect(() => as('alice')!.require(1)).toThrow(RateLimitedError);
    clock.now += 1;
    as('alice')!.require(1);
    expect(() => as('alice')!.require(1)).toThrow(RateLimitedError);
  });

  it('is no other’s: not another subject’s, nor the same subject’s of another issuer', () => {
    const { as } = setUp(limits);
    as('alice')!.require(10);
    expect(as('bob')!.takeUpTo(10)).toBe(10);
    expect(as('alice', limits, 'cluster')!.takeUpTo(10)).toBe(10);
  });

  it('takes what there is of a larger amount', () => {
    const { as } = setUp(limits);
    expect(as('alice')!.takeUpTo(4)).toBe(4);
    expect(as('alice')!.takeUpTo(100)).toBe(6);
    expect(as('alice')!.takeUpTo(1)).toBe(0);
  });

  it('keeps what was used when the file changes', () => {
    const { as } = setUp(limits);
    as('alice')!.require(9);
    const leftOf = (burst: number) => {
      const budget = as('alice', { requestsPerSecond: 4, burst })!;
      budget.takeUpTo(0);
      return budget.field;
    };
    expect(leftOf(20)).toBe('"caller-per-pod";r=11;t=1');
    expect(leftOf(5)).toBe('"caller-per-pod";r=0;t=2');
  });
});

describe('a limit for all', () => {
  const limits = {
    requestsPerSecond: 1,
    burst: 3,
    allCallers: { requestsPerSecond: 2, burst: 5 },
  };

  it('holds for them together, and refusals cost no one anything', () => {
    const { as } = setUp(limits);
    as('alice')!.require(3);
    const own = refusalOf(() => as('alice')!.require(1));
    expect(own.violatedPolicies).toEqual(['caller-per-pod']);
    for (let count = 0; count < 50; count += 1) refusalOf(() => as('alice')!.require(1));
    as('bob')!.require(2); // alice's refusals used none of the tenant's units
    const all = refusalOf(() => as('bob')!.require(1));
    expect(all.violatedPolicies).toEqual(['tenant-per-pod']);
    expect(all.fields).toEqual({
      ratelimit: '"tenant-per-pod";r=0;t=1',
      'ratelimit-policy': '"caller-per-pod";q=3;w=3, "tenant-per-pod";q=5;w=3',
    });
    expect(refusalOf(() => as('alice')!.require(1)).violatedPolicies).toEqual([
      'caller-per-pod',
      'tenant-per-pod',
    ]);
  });

  it('took nothing of bob’s when it refused him', () => {
    const { clock, as } = setUp(limits);
    as('alice')!.require(3);
    as('carol')!.require(2);
    refusalOf(() => as('bob')!.require(1));
    clock.now += 1500;
    expect(as('bob')!.takeUpTo(3)).toBe(3);
  });

  it('stands alone, too', () => {
    const { as } = setUp({ allCallers: { requestsPerSecond: 5 } });
    expect(as('alice')!.policyField).toBe('"tenant-per-pod";q=5;w=1');
    as('alice')!.require(5);
    refusalOf(() => as('bob')!.require(1));
  });
});

it('is none where the file names none', () => {
  const { as } = setUp({ maxExpiresIn: 60 });
  expect(as('alice')).toBeUndefined();
});

const unlimited = (id: string) => ({ id, policies: undefined });

describe('an upload’s own budget', () => {
  it('lets every part be signed at once, and is told apart by tenant and id', () => {
    const { limiter } = setUp();
    limiter.ofUpload(unlimited('team-a'), '1').require(10_000);
    const { retryAfter, violatedPolicies } = refusalOf(() =>
      limiter.ofUpload(unlimited('team-a'), '1').require(1000),
    );
    expect({ retryAfter, violatedPolicies }).toEqual({
      retryAfter: 10,
      violatedPolicies: ['upload-per-pod'],
    });
    limiter.ofUpload(unlimited('team-a'), '2').require(10_000);
    limiter.ofUpload(unlimited('team-b'), '1').require(10_000);
  });

  it('is charged to all callers of the tenant and never refused by them; new work pays first', () => {
    const limits = { allCallers: { requestsPerSecond: 10, burst: 20 } };
    const { clock, limiter, as } = setUp(limits);
    const upload = limiter.ofUpload({ id: 'team-a', policies: policiesOf(limits) }, '1');
    upload.require(15);
    as('alice')!.require(5);
    refusalOf(() => as('alice')!.require(1));
    upload.require(15); // although no unit is left
    const { retryAfter, violatedPolicies, fields } = refusalOf(() => as('bob')!.require(1));
    expect({ retryAfter, violatedPolicies, ...fields }).toEqual({
      retryAfter: 2, // 15 units of debt and one more, at 10 per second
      violatedPolicies: ['tenant-per-pod'],
      ratelimit: '"tenant-per-pod";r=0;t=2',
      'ratelimit-policy': '"tenant-per-pod";q=20;w=2',
    });
    clock.now += 1500;
    refusalOf(() => as('bob')!.require(1));
    upload.require(1);
    clock.now += 200;
    as('bob')!.require(1);
    refusalOf(() => as('bob')!.require(1));
  });

  it.each([
    { burst: 20, retryAfter: 3 }, // a debt of one burst, and one more unit
    { burst: 1_000_000, retryAfter: 61 }, // the largest debt is one minute
  ])('leaves a debt of a burst or a minute at most: $burst', ({ burst, retryAfter }) => {
    const limits = { allCallers: { requestsPerSecond: 10, burst } };
    const { limiter, as } = setUp(limits);
    as('alice')!.require(burst);
    for (const id of ['1', '2', '3']) {
      limiter.ofUpload({ id: 'team-a', policies: policiesOf(limits) }, id).require(10_000);
    }
    expect(refusalOf(() => as('alice')!.require(1)).retryAfter).toBe(retryAfter);
  });

  it('leaves no debt by what it refuses itself', () => {
    const limits = { allCallers: { requestsPerSecond: 10, burst: 20 } };
    const { limiter, as } = setUp(limits);
    const upload = limiter.ofUpload({ id: 'team-a', policies: policiesOf(limits) }, '1');
    refusalOf(() => upload.require(10_001));
    expect(as('alice')!.takeUpTo(30)).toBe(20);
  });
});

describe('beginnings of a subject', () => {
  it.each(['session', 'upload'] as const)('are bounded without a limit in the file: of each %s', (what) => {
    const { clock, limiter, access } = setUp();
    const begin = (subject: string, tenant = 'team-a') =>
      limiter.ofBeginning(access(subject, undefined, 'platform', tenant), what).require(1);
    for (let count = 0; count < 1000; count += 1) begin('alice');
    const { retryAfter, violatedPolicies, fields } = refusalOf(() => begin('alice'));
    expect(retryAfter).toBe(1);
    expect(violatedPolicies).toEqual([`${what}s-per-pod`]);
    expect(fields['ratelimit-policy']).toMatch(`"${what}s-per-pod";q=1000;w=`);
    begin('bob');
    begin('alice', 'team-b');
    limiter.ofBeginning(access('alice'), what === 'upload' ? 'session' : 'upload').require(1000);
    clock.now += 100;
    begin('alice');
  });
});

/** Returns the bytes that a process without other garbage retains. */
function retained(make: () => unknown): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  const made = make();
  collect();
  return made === undefined ? 0 : process.memoryUsage().heapUsed - before;
}

describe('many subjects', () => {
  const allCallers = { requestsPerSecond: 1, burst: 100_001 };

  it('take a bounded amount of memory, and can’t make the tenant’s own debt forgotten', () => {
    const { limiter, as } = setUp({ requestsPerSecond: 1, allCallers });
    const bytes = retained(() => {
      for (let number = 0; number < 100_000; number += 1) as(`https://idp.example/${number}`)!.require(1);
      return limiter;
    });
    expect(bytes).toBeLessThan(20e6);
    as('one more')!.require(1);
    refusalOf(() => as('yet another')!.require(1));
  });
});
