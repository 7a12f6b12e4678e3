import { describe, expect, it } from 'vitest';
import { runCaptured } from '../../../testing/run-captured.js';
import { deniesIssuedBefore, denyIssuedBefore, secondAfter } from './revocation.js';

// These tests need no IAM. test/identity/time/revocation.spec.ts has the others.

const BEFORE = '2026-11-24T12:00:00Z';

const run = (...args: string[]) => runCaptured(['tenant:revoke', ...args]);

describe('the policy', () => {
  it('denies what was issued before a second, and is read back', () => {
    const document = denyIssuedBefore(Date.parse(BEFORE));
    expect(JSON.parse(document)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Action: ['*'],
          Resource: ['*'],
          Condition: { DateLessThan: { 'aws:TokenIssueTime': BEFORE } },
        },
      ],
    });
    expect(deniesIssuedBefore(document)).toBe(Date.parse(BEFORE));
    expect(deniesIssuedBefore('{"Statement":[]}')).toBeUndefined();
  });

  it.each([0, 1, 999])('means sessions of the same second, too: %d ms into it', (milliseconds) => {
    expect(secondAfter(Date.parse(BEFORE) + milliseconds)).toBe(Date.parse(BEFORE) + 1000);
  });
});

describe('without --apply', () => {
  it('prints the call that does it, on the role of an overlay’s tenant', async () => {
    const { code, out } = await run('--tenant', 'team-a', '--before', BEFORE);
    expect(code).toBe(0);
    expect(out).toContain(
      'arn:aws:iam::222222222222:role/team-a-presign, with credentials of account 222222222222',
    );
    expect(out).toContain(
      `aws iam put-role-policy --role-name team-a-presign --policy-name AWSRevokeOlderSessions \\\n  --policy-document '${denyIssuedBefore(Date.parse(BEFORE))}'`,
    );
  });

  it('prints the call that lifts it', async () => {
    const { code, out } = await run('--tenant', 'team-a', '--lift');
    expect(code).toBe(0);
    expect(out).toContain(
      'aws iam delete-role-policy --role-name team-a-presign --policy-name AWSRevokeOlderSessions\n',
    );
  });

  it('means the role between, where that is asked for', async () => {
    const { out } = await run('--tenant', 'team-c', '--source', '--before', BEFORE);
    expect(out).toMatch(/arn:aws:iam::111111111111:role\/\S+, with credentials of account 111111111111/);
  });

  it('says how to call it', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage:') as string });
  });
});

describe('refuses', () => {
  it.each([
    [[], '--tenant is missing'],
    [['team-a'], 'Unexpected argument'],
    [['--tenant', 'team-a', '--before', 'now'], '--before is "now"'],
    [['--tenant', 'team-a', '--before', '2026-13-24T12:00:00Z'], 'give a time'],
    [['--tenant', 'team-a', '--lift', '--before', BEFORE], 'leave one out'],
    [['--tenant', 'team-a', '--early'], '--early needs --lift; add it, or leave --early out'],
    [['--tenant', 'team-a', '--aply'], "Unknown option '--aply'"],
  ])('%j: it can’t be understood', async (args, says) => {
    expect(await run(...args)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(says) as string,
    });
  });

  it.each([
    [['--tenant', 'team-z'], 'There is no tenant team-z. There are: team-m, team-n, team-a, team-b, team-c.'],
    [['--tenant', 'team-a', '--source'], 'has no source role'],
    [['--tenant', 'team-a', '--tenants-file', 'nowhere.yaml'], 'ENOENT'],
  ])('%j: there is no such role', async (args, says) => {
    expect(await run(...args)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(`^Nothing was changed: .*${says}`) as string,
    });
  });
});
