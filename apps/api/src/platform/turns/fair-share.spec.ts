import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFair, type Share } from './fair-share.js';

const SHARE: Share = { ofTenant: 2, ofSubject: 1 };

interface Asked {
  readonly tenant: string;
  readonly subject: string;
  readonly cost: number;
}

/** Returns the amounts that each caller holds after all have asked in turn and none has released anything. */
function admitAll(capacity: number, asked: readonly Asked[], share = SHARE): Asked[] {
  const held: Asked[] = [];
  for (const each of asked) {
    if (isFair(takenBy(held, capacity, each), each.cost, share)) held.push(each);
  }
  return held;
}

const sum = (held: readonly Asked[]): number => held.reduce((total, { cost }) => total + cost, 0);

function takenBy(held: readonly Asked[], capacity: number, { tenant, subject }: Asked) {
  const ofTenant = held.filter((other) => other.tenant === tenant);
  const ofSubject = ofTenant.filter((other) => other.subject === subject);
  return { capacity, byAll: sum(held), byTenant: sum(ofTenant), bySubject: sum(ofSubject) };
}

const greedy = (tenant: string, subjects: number): Asked[] =>
  Array.from({ length: 700 }, (_, n) => ({ tenant, subject: `s${n % subjects}`, cost: 1 }));

describe('a greedy caller', () => {
  it('gets half where no other asks for anything', () => {
    expect(admitAll(600, greedy('a', 1))).toHaveLength(300);
  });

  it('gets two thirds with all the subjects of a tenant', () => {
    expect(admitAll(600, greedy('a', 1000))).toHaveLength(400);
  });

  it('leaves as much to a newcomer as the share promises, however many tenants are greedy', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 50 }), (tenants, subjects) => {
        const asked = Array.from({ length: tenants }, (_, n) => greedy(`t${n}`, subjects)).flat();
        const held = admitAll(243, asked);
        expect(243 - sum(held)).toBeGreaterThanOrEqual(Math.floor(243 / 3 ** tenants));
        const newcomer = { tenant: 'new', subject: 'n', cost: 1 };
        expect(isFair(takenBy(held, 243, newcomer), 1, SHARE)).toBe(true);
      }),
    );
  });
});

it('never gives more than there is', () => {
  const anyone = fc.record({
    tenant: fc.constantFrom('a', 'b', 'c'),
    subject: fc.constantFrom('s', 't'),
    cost: fc.nat(50),
  });
  fc.assert(
    fc.property(fc.nat(200), fc.array(anyone, { maxLength: 60 }), (capacity, asked) => {
      expect(sum(admitAll(capacity, asked))).toBeLessThanOrEqual(capacity);
    }),
  );
});

it('takes the largest body, half of what there is, and leaves some to tenant-mates and to others', () => {
  const held = admitAll(16, [{ tenant: 'a', subject: 's', cost: 8 }]);
  expect(held).toHaveLength(1);
  const taken = (tenant: string, subject: string) => takenBy(held, 16, { tenant, subject, cost: 0 });
  expect(isFair(taken('a', 's'), 8, SHARE)).toBe(false);
  expect(isFair(taken('a', 't'), 2, SHARE)).toBe(true);
  expect(isFair(taken('b', 's'), 5, SHARE)).toBe(true);
});
