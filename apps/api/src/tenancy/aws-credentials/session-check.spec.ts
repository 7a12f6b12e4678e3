import { describe, expect, it, vi } from 'vitest';
import { SharedCredentials } from '#s3-presign';
import { SessionCheck } from './session-check.js';
import { TenantProof } from './tenant-proof.js';

const NOW = 1_795_521_600;
const INTERVAL = 15;

const awsSays = (name: string, status: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
const DENIED = awsSays('AccessDenied', 403);

/** Creates a check of sessions named A, B, C …; AWS refuses some of them. */
async function world(others?: { size: number; drop(): void }) {
  const refusals = new Map<string, Error>();
  const asked: string[] = [];
  let next = 'A'.charCodeAt(0);
  const credentials = new SharedCredentials(async () => ({
    accessKeyId: String.fromCharCode(next++),
    secretAccessKey: 'secret',
    sessionToken: 'token',
    expiration: new Date((NOW + 3600) * 1000),
  }));
  const prove = async ({ accessKeyId }: { accessKeyId: string }) => {
    asked.push(accessKeyId);
    const refusal = refusals.get(accessKeyId) ?? refusals.get('*');
    if (refusal) throw refusal;
  };
  const proof = new TenantProof(async (now) => {
    const { identity } = await credentials.lasting(now + 1, now);
    try {
      await prove(identity);
    } catch (error) {
      credentials.drop(identity);
      throw error;
    }
  });
  const check = new SessionCheck(credentials, proof, prove, others);
  await proof.require(NOW);
  asked.length = 0;
  return { check, credentials, proof, refusals, asked, held: () => credentials.held?.identity.accessKeyId };
}

describe('a session that AWS accepts', () => {
  it('is kept', async () => {
    const { check, held, asked } = await world();
    expect(await check.check(NOW + INTERVAL, 0)).toBe('good');
    expect([held(), asked]).toEqual(['A', ['A']]);
  });

  it.each([
    awsSays('InternalError', 500),
    awsSays('SlowDown', 503),
    awsSays('RequestTimeTooSkewed', 403),
    awsSays('NoSuchBucket', 404),
    Object.assign(new Error('late'), { name: 'TimeoutError' }),
  ])('is kept though asking failed: $name', async (fault) => {
    const { check, refusals, held, proof } = await world();
    refusals.set('A', fault);
    expect(await check.check(NOW + INTERVAL, 0)).toBe('unknown');
    expect(held()).toBe('A');
    expect(proof.proven).toBe(true);
  });
});

describe('a session that AWS refuses', () => {
  it.each([
    DENIED,
    awsSays('ExpiredToken', 400),
    awsSays('InvalidToken', 400),
    awsSays('InvalidAccessKeyId', 403),
    awsSays('UnknownError', 403),
  ])('is replaced by one that is proven: $name', async (refusal) => {
    const { check, refusals, held, proof, asked } = await world();
    refusals.set('A', refusal);
    expect(await check.check(NOW + INTERVAL, 0)).toBe('replaced');
    expect([held(), asked]).toEqual(['B', ['A', 'B']]);
    expect(proof).toMatchObject({ proven: true, reason: undefined });
  });

  it('signs nothing more: who asks in the meantime waits for the new one', async () => {
    const { check, refusals, proof, held } = await world();
    refusals.set('A', DENIED);
    const fate = check.check(NOW + INTERVAL, 0);
    while (held() === 'A') await Promise.resolve();
    expect(proof.reason).toBeUndefined(); // after an unclear answer, a pod stays ready
    await proof.require(NOW + INTERVAL);
    expect(held()).toBe('B');
    expect(await fate).toBe('replaced');
  });

  it('leaves the tenant unserved where the new one is refused too, until one is not', async () => {
    const { check, refusals, proof, held } = await world();
    refusals.set('*', DENIED);
    expect(await check.check(NOW + INTERVAL, 0)).toBe('refused');
    expect(proof.proven).toBe(false);
    expect(proof.reason).toContain('AWS denies access');
    expect(() => proof.require(NOW + INTERVAL)).toThrow(/can’t be served now/);
    refusals.clear();
    await proof.require(NOW + INTERVAL + 1);
    expect(held()).toBe('C');
    expect(proof.reason).toBeUndefined();
  });

  it('is no matter of the check once it was renewed in the meantime', async () => {
    const { check, credentials, refusals, held } = await world();
    refusals.set('A', DENIED);
    const fate = check.check(NOW + INTERVAL, 0);
    credentials.drop(credentials.held!.identity);
    await credentials.lasting(NOW + 60, NOW);
    expect(await fate).toBe('unknown');
    expect(held()).toBe('B');
  });
});

describe('other sessions of the role', () => {
  it('are dropped with it', async () => {
    const others = { size: 1, drop: vi.fn<() => void>() };
    const { check, refusals } = await world(others);
    expect(await check.check(NOW + 5, 0)).toBe('good');
    expect(others.drop).not.toHaveBeenCalled();
    refusals.set('A', DENIED);
    expect(await check.check(NOW + 10, 0)).toBe('replaced');
    expect(others.drop).toHaveBeenCalledTimes(1);
  });

  it.each<[string, Error | undefined, number]>([
    ['stay where the one before is accepted', undefined, 0],
    ['are dropped where the one before is refused, though the new one is not', DENIED, 1],
    ['stay while it is unknown', awsSays('InternalError', 500), 0],
  ])('may be older than a new session: they %s', async (_, error, drops) => {
    const others = { size: 1, drop: vi.fn<() => void>() };
    const { check, refusals, credentials, asked } = await world(others);
    await check.check(NOW + 5, 0);
    if (error) refusals.set('A', error);
    credentials.drop(credentials.held!.identity);
    await credentials.lasting(NOW + 60, NOW + 6);
    expect(await check.check(NOW + 10, 0)).toBe('good');
    expect(asked).toEqual(['A', 'A', 'B']);
    expect(others.drop).toHaveBeenCalledTimes(drops);
    await check.check(NOW + 15, 0);
    expect(asked.slice(3)).toEqual(error && drops === 0 ? ['A', 'B'] : ['B']);
  });
});

describe('checks', () => {
  it('are due within the interval, earlier by chance, and for what is used', async () => {
    const { check, proof } = await world();
    expect(check.isDue(NOW + INTERVAL - 1, INTERVAL)).toBe(false);
    expect(check.isDue(NOW + INTERVAL, INTERVAL)).toBe(true);
    await check.check(NOW + INTERVAL, 1);
    expect(check.isDue(NOW + 10 * INTERVAL, INTERVAL)).toBe(false);
    await proof.require(NOW);
    expect(check.isDue(NOW + INTERVAL + 7, INTERVAL)).toBe(false);
    expect(check.isDue(NOW + INTERVAL + 8, INTERVAL)).toBe(true);
  });

  it('are one at a time, and none sooner than two seconds after another', async () => {
    const { check, asked } = await world();
    await Promise.all([check.check(NOW + 5, 0), check.check(NOW + 5, 0)]);
    expect(await check.check(NOW + 6, 0)).toBe('unknown');
    expect(asked).toEqual(['A']);
    expect(await check.check(NOW + 7, 0)).toBe('good');
  });
});
