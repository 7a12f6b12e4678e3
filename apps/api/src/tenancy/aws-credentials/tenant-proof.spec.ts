import { describe, expect, it } from 'vitest';
import { PresignError } from '#s3-presign';
import { TenantProof } from './tenant-proof.js';

const NOW = 1_795_521_600;

/** Creates a proof whose result a test decides, and which counts its attempts. */
function proofOf(prove: () => Promise<void>) {
  const counted = { attempts: 0, prove };
  const proof = new TenantProof(() => {
    counted.attempts++;
    return counted.prove();
  });
  return { proof, counted };
}

const fails = () => Promise.reject(new Error('no such bucket'));

describe('TenantProof', () => {
  it('is asked for once by all who wait, and never again', async () => {
    const { proof, counted } = proofOf(() => Promise.resolve());
    expect(proof.reason).toContain('not proven yet');
    await Promise.all(Array.from({ length: 100 }, async () => proof.require(NOW)));
    expect(proof.require(NOW)).toBeUndefined();
    expect(proof).toMatchObject({ proven: true, reason: undefined });
    expect(counted.attempts).toBe(1);
  });

  it('refuses while it fails, tries less and less often, and recovers', async () => {
    const { proof, counted } = proofOf(fails);
    await expect(proof.require(NOW)).rejects.toMatchObject({ code: 'tenant_unavailable' });
    expect(proof.reason).toContain('no such bucket');
    for (let second = 0; second < 120; second++) {
      await expect((async () => proof.require(NOW + second))()).rejects.toMatchObject({
        code: 'tenant_unavailable',
      });
    }
    expect(counted.attempts).toBeLessThanOrEqual(9); // attempts come after 1, 2, 4, 8, 16, 30, 30 … seconds
    counted.prove = () => Promise.resolve();
    await proof.require(NOW + 200);
    expect(proof.proven).toBe(true);
  });

  it('is not held up by a clock that was set back', async () => {
    const { proof, counted } = proofOf(fails);
    await expect(proof.require(NOW + 7200)).rejects.toThrow();
    counted.prove = () => Promise.resolve();
    await proof.require(NOW);
    expect(proof.proven).toBe(true);
  });

  it('passes on what the credentials say', async () => {
    const { proof } = proofOf(() => Promise.reject(new PresignError('credentials_unavailable', 'later')));
    await expect(proof.require(NOW)).rejects.toMatchObject({ code: 'credentials_unavailable' });
  });

  it('never tells a client the reason', async () => {
    const { proof } = proofOf(fails);
    await expect(proof.require(NOW)).rejects.not.toThrow(/no such bucket/);
  });
});
