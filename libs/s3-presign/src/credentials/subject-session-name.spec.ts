import fc from 'fast-check';
import { expect, it } from 'vitest';
import { subjectSessionName } from './subject-session-name.js';

const NAME = /^[\w+=,.@-]{2,64}$/;

it('can be read, and tells subjects apart that read alike', () => {
  const name = subjectSessionName('platform', 'alice@example.com');
  expect(name).toMatch(/^alice@example\.com\.[\w-]{22}$/);
  expect(subjectSessionName('platform', 'system:serviceaccount:team-a:app')).toMatch(
    /^system-serviceaccount-team-a-app\.[\w-]{22}$/,
  );
  const alike = ['a/b', 'a:b', 'a-b', 'a b', 'ä-b', `a-b.${name.slice(-22)}`];
  expect(new Set(alike.map((subject) => subjectSessionName('platform', subject))).size).toBe(alike.length);
  expect(subjectSessionName('cluster', 'alice@example.com')).not.toBe(name);
});

it('is a name that STS takes, whatever the subject, and each subject’s own', () => {
  const subjects = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(subjects, subjects, fc.constantFrom('platform', 'cluster'), (one, other, issuer) => {
      const name = subjectSessionName(issuer, one);
      expect(name).toMatch(NAME);
      expect(name === subjectSessionName(issuer, other)).toBe(one === other);
    }),
  );
});
