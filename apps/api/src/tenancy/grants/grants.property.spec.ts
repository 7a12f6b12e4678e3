import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIONS, type Action } from '#tenant-file';
import type { Caller } from '../../platform/caller.js';
import { ExpandedGrants } from './expanded-grants.js';
import { Grants, type Grant } from './grants.js';

/**
 * A small set of words, so that generated prefixes and keys overlap. It includes the words that are known from attacks.
 */
const word = fc.constantFrom(
  'a',
  'b',
  'alice',
  'bob',
  'users',
  'A',
  'á',
  '..',
  '.',
  '',
  '／',
  '%2F',
  '\\',
  '$',
  'x'.repeat(257),
);
const text = fc.oneof(
  word,
  fc.array(word, { minLength: 2, maxLength: 3 }).map((words) => words.join('/')),
  fc.string({ unit: 'binary' }),
);
const claim: fc.Arbitrary<unknown> = fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.jsonValue());
const issuer = fc.constantFrom('platform', 'cluster');
const names = ['sub', 'org', 'groups', '__proto__', 'constructor'];

const caller: fc.Arbitrary<Caller> = fc
  .record({ issuer, claims: fc.array(fc.tuple(fc.constantFrom(...names), claim), { maxLength: 5 }) })
  .map(({ claims, ...own }) => {
    const json = `{${claims.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`;
    return {
      ...own,
      issuerId: 'p',
      subject: 's',
      claims: JSON.parse(json) as Caller['claims'],
      tenants: new Set<string>(),
    };
  });

const segment = fc.oneof(
  fc.constantFrom('a', 'b', 'users', 'shared'),
  fc.constantFrom(...names).map((name) => `\${${name}}`),
  fc.constantFrom(...names).map((name) => `u-\${/${name}}`),
);
const prefix = fc.array(segment, { maxLength: 3 }).map((segments) => segments.map((s) => `${s}/`).join(''));
const grant: fc.Arbitrary<Grant> = fc.record({
  actions: fc.subarray([...ACTIONS], { minLength: 1 }),
  prefixes: fc.array(prefix, { minLength: 1, maxLength: 3 }),
  issuer: fc.option(issuer, { nil: undefined }),
  where: fc.option(fc.dictionary(fc.constantFrom('/groups', '/sub'), word, { maxKeys: 2 }), {
    nil: undefined,
  }),
});
const key = fc
  .array(fc.oneof(word, fc.constantFrom('a', 'users', 'u-alice', 'shared')), { maxLength: 5 })
  .map((s) => s.join('/'));
const action = fc.constantFrom(...ACTIONS);

/** Evaluates the rules of the design in the simplest way, one grant after the other. */
function plainly(
  grants: readonly Grant[],
  { issuer: own, claims }: Caller,
  wanted: Action,
  name: string,
): boolean {
  const get = (member: string): unknown =>
    Object.getOwnPropertyDescriptor(claims, member.replace(/^\//, ''))?.value;
  return grants.some((line) => {
    if (!line.actions.includes(wanted)) return false;
    if (line.issuer !== undefined && line.issuer !== own) return false;
    for (const [pointer, value] of Object.entries(line.where ?? {})) {
      const found = get(pointer);
      if (found !== value && !(Array.isArray(found) && found.some((element) => element === value)))
        return false;
    }
    return line.prefixes.some((template) => {
      const keySegments = name.split('/');
      const segments = template.replaceAll('${/', '${').split('/').slice(0, -1); // not at a pointer's "/"
      if (segments.length >= keySegments.length) return false;
      return segments.every((pattern, index) => {
        const [, before = '', member] = /^(.*?)\$\{(.*)\}$/.exec(pattern) ?? [];
        if (member === undefined) return pattern === keySegments[index];
        const value = get(member);
        if (typeof value !== 'string' || ['', '.', '..'].includes(value)) return false;
        if (/[\p{Cc}/]/u.test(value) || new TextEncoder().encode(value).length > 256) return false;
        return value.isWellFormed() && keySegments[index] === before + value;
      });
    });
  });
}

const user = (sub: string): Caller => ({
  issuer: 'p',
  issuerId: 'p',
  subject: sub,
  claims: { sub },
  tenants: new Set(),
});

describe('grants', () => {
  it('allow what the design says, and nothing else', () => {
    let allowed = 0;
    fc.assert(
      fc.property(fc.array(grant, { maxLength: 6 }), caller, action, key, (grants, who, what, name) => {
        const expected = plainly(grants, who, what, name);
        if (expected) allowed++;
        expect(new Grants(grants).allows(who, what, name)).toBe(expected);
      }),
      { numRuns: 20_000 },
    );
    expect(allowed).toBeGreaterThan(500); // otherwise, only refusals would have been compared
  });

  it('allow a key where they list a prefix of it, and some key where they list any', () => {
    fc.assert(
      fc.property(fc.array(grant, { maxLength: 6 }), caller, action, key, (lines, who, what, name) => {
        const grants = new Grants(lines);
        const prefixes = grants.prefixes(who, what);
        expect(grants.allows(who, what, name)).toBe(prefixes.some((begin) => name.startsWith(begin)));
        expect(new ExpandedGrants(grants, who).allows(what, name)).toBe(grants.allows(who, what, name));
        expect(grants.allowsSome(who, what)).toBe(prefixes.length > 0);
        for (const begin of prefixes) expect(grants.allows(who, what, `${begin}x`)).toBe(true);
        const reached = grants.allowsSomeCaller(what, name);
        expect(reached || !grants.allows(who, what, name)).toBe(true);
        expect(reached && !lines.some(({ actions }) => actions.includes(what))).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  it('never let two users meet in ${sub}', () => {
    const grants = new Grants([{ actions: ['download'], prefixes: ['users/${sub}/'] }]);
    fc.assert(
      fc.property(text, text, text, (one, other, rest) => {
        fc.pre(one !== other);
        for (const name of [`users/${one}/${rest}`, `users/${other}/${rest}`, rest]) {
          const both =
            grants.allows(user(one), 'download', name) && grants.allows(user(other), 'download', name);
          expect(both, name).toBe(false);
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
