import { describe, expect, it } from 'vitest';
import type { SessionTerms } from '#s3-presign/credential-sources';
import { StsBudget } from './sts-budget.js';
import { SubjectSessions, type ObtainedSession } from './subject-sessions.js';

const NOW = 1_795_521_600;
const POLICY = { policy: 'narrow', wider: 'wide', narrowed: true };
const subject = (name: string) => ({ issuer: 'platform', subject: name, sessionName: `${name}.digest` });

/** Creates sessions whose STS answers as a test specifies. */
function world(max = 10, answer: (terms: SessionTerms) => void = () => {}) {
  const asked: SessionTerms[] = [];
  const obtained: ObtainedSession[] = [];
  const assume = async (terms: SessionTerms) => {
    asked.push(terms);
    answer(terms);
    return {
      accessKeyId: `ASIA${asked.length}`,
      secretAccessKey: 'secret',
      sessionToken: 'token',
      expiration: new Date((NOW + 3600) * 1000),
    };
  };
  const budget = new StsBudget(100, () => 0);
  const sessions = new SubjectSessions(max, assume, budget, (session) => obtained.push(session));
  const ask = async (name: string) =>
    (await sessions.of(name, subject(name), POLICY).credentials.lasting(NOW + 60, NOW)).identity.accessKeyId;
  return { sessions, asked, obtained, ask };
}

describe('sessions of subjects', () => {
  it('are asked for once, by all who wait, and each for its subject', async () => {
    const { ask, asked, obtained } = world();
    expect(await Promise.all([ask('alice'), ask('alice'), ask('bob')])).toEqual(['ASIA1', 'ASIA1', 'ASIA2']);
    expect(await ask('alice')).toBe('ASIA1');
    expect(asked).toEqual([
      { roleSessionName: 'alice.digest', sourceIdentity: 'alice.digest', policy: 'narrow' },
      { roleSessionName: 'bob.digest', sourceIdentity: 'bob.digest', policy: 'narrow' },
    ]);
    expect(obtained[0]).toEqual({
      ...subject('alice'),
      accessKeyId: 'ASIA1',
      narrowed: true,
      expiresAt: '2026-11-24T13:00:00.000Z',
    });
  });

  it('are kept up to a number; the least used go first', async () => {
    const { sessions, ask } = world(2);
    await ask('alice');
    await ask('bob');
    await ask('alice');
    await ask('carol');
    expect(sessions.size).toBe(2);
    expect(await ask('alice')).toBe('ASIA1');
    expect(await ask('bob')).toBe('ASIA4');
  });

  it('are had anew after they were dropped', async () => {
    const { sessions, ask } = world();
    await ask('alice');
    sessions.drop();
    expect(await ask('alice')).toBe('ASIA2');
  });

  it('are wider where STS can’t pack the policy, and say so', async () => {
    const { sessions, ask, asked, obtained } = world(10, ({ policy }) => {
      if (policy === 'narrow') throw Object.assign(new Error(), { name: 'PackedPolicyTooLargeException' });
    });
    await ask('alice');
    expect(obtained).toMatchObject([{ narrowed: false }]);
    sessions.drop();
    await ask('alice');
    expect(asked.map(({ policy }) => policy)).toEqual(['narrow', 'wide', 'wide']);
  });

  it('are no other’s where STS refuses', async () => {
    const { ask } = world(10, () => {
      throw Object.assign(new Error('denied'), { name: 'AccessDenied' });
    });
    await expect(ask('alice')).rejects.toMatchObject({ code: 'credentials_unavailable' });
  });
});
