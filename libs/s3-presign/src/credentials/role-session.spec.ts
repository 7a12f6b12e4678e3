import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSessionOf, roleSessionName } from './role-session.js';

const SESSION = 'arn:aws:sts::222222222222:assumed-role/team-a-presign/team-a.pod-1';

describe('isSessionOf', () => {
  it.each([
    'arn:aws:iam::222222222222:role/team-a-presign',
    'arn:aws:iam::222222222222:role/teams/eu/team-a-presign',
  ])('accepts its role %s, although a session has no path', (role) =>
    expect(isSessionOf(SESSION, role)).toBe(true),
  );

  it.each([
    ['role in another account', SESSION, 'arn:aws:iam::333333333333:role/team-a-presign'],
    ['role of another name', SESSION, 'arn:aws:iam::222222222222:role/team-a'],
    ['role whose name differs by case', SESSION, 'arn:aws:iam::222222222222:role/Team-A-Presign'],
    ['role in another partition', SESSION, 'arn:aws-cn:iam::222222222222:role/team-a-presign'],
    [
      'session of a user',
      'arn:aws:iam::222222222222:user/team-a-presign',
      'arn:aws:iam::222222222222:role/team-a-presign',
    ],
    ['session that is empty', '', 'arn:aws:iam::222222222222:role/team-a-presign'],
    ['role that is empty', SESSION, ''],
  ])('refuses a %s', (_, session, role) => expect(isSessionOf(session, role)).toBe(false));
});

describe('roleSessionName', () => {
  it('names the tenant and the pod', () => {
    expect(roleSessionName('team-a', 'presign-7d4b9-x2x')).toBe('team-a.presign-7d4b9-x2x');
  });

  it('is valid for STS with every host name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' }), (tenant, pod) => {
        expect(roleSessionName(tenant, pod)).toMatch(/^[\w+=,.@-]{2,64}$/);
      }),
    );
  });
});
