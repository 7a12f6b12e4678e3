import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSessionOf, roleSessionName } from './role-session.js';

const SESSION = 'arn:aws:sts::222222222222:assumed-role/team-a-presign/team-a.pod-1';

describe('isSessionOf', () => {
  it.each([
    'arn:aws:iam::222222222222:role/team-a-presign',
    'arn:aws:iam::222222222222:role/teams/eu/team-a-presign',
  ])('knows its role %s, whose path a session has not', (role) =>
    expect(isSessionOf(SESSION, role)).toBe(true),
  );

  it.each([
    ['account', SESSION, 'arn:aws:iam::333333333333:role/team-a-presign'],
    ['name', SESSION, 'arn:aws:iam::222222222222:role/team-a'],
    ['case', SESSION, 'arn:aws:iam::222222222222:role/Team-A-Presign'],
    ['partition', SESSION, 'arn:aws-cn:iam::222222222222:role/team-a-presign'],
    [
      'user',
      'arn:aws:iam::222222222222:user/team-a-presign',
      'arn:aws:iam::222222222222:role/team-a-presign',
    ],
    ['nobody', '', 'arn:aws:iam::222222222222:role/team-a-presign'],
    ['no role', SESSION, ''],
  ])('refuses another %s', (_, session, role) => expect(isSessionOf(session, role)).toBe(false));
});

describe('roleSessionName', () => {
  it('tells tenant and pod', () => {
    expect(roleSessionName('team-a', 'presign-7d4b9-x2x')).toBe('team-a.presign-7d4b9-x2x');
  });

  it('is what STS takes, whatever the host is called', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' }), (tenant, pod) => {
        expect(roleSessionName(tenant, pod)).toMatch(/^[\w+=,.@-]{2,64}$/);
      }),
    );
  });
});
