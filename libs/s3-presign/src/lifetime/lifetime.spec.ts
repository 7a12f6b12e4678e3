import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PresignError } from '../errors.js';
import type { EpochSeconds } from '../sigv4/amz-date.js';
import {
  ValidityTooShortError,
  clampLifetime,
  desiredLifetime,
  type LifetimeRequest,
  type LimitedBy,
} from './lifetime.js';

const NOW = 1_795_521_600; // 2026-11-24T12:00:00Z
const LIMITS = { defaultExpiresIn: 900, maxExpiresIn: 3600 };

interface Row {
  readonly name: string;
  readonly expiresIn?: number;
  /** Seconds from now to the expiry of the credentials; `undefined` if they don't expire. */
  readonly left?: number;
  readonly minValidity?: number;
  readonly valid: number;
  readonly limitedBy: LimitedBy;
}

const SIGNED: Row[] = [
  { name: 'as long as asked for', expiresIn: 600, valid: 600, limitedBy: 'request' },
  { name: 'one second', expiresIn: 1, valid: 1, limitedBy: 'request' },
  { name: 'the default where nothing is asked for', valid: 900, limitedBy: 'default' },
  { name: 'exactly what policy allows', expiresIn: 3600, valid: 3600, limitedBy: 'request' },
  { name: 'no longer than policy allows', expiresIn: 3601, valid: 3600, limitedBy: 'policy' },
  {
    name: 'exactly to the end of the credentials',
    expiresIn: 600,
    left: 600,
    valid: 600,
    limitedBy: 'request',
  },
  { name: 'no longer than the credentials', expiresIn: 600, left: 599, valid: 599, limitedBy: 'credentials' },
  { name: 'the default, cut by credentials', left: 899, valid: 899, limitedBy: 'credentials' },
  { name: 'policy, cut by credentials', expiresIn: 9999, left: 60, valid: 60, limitedBy: 'credentials' },
  {
    name: 'policy, with credentials that last',
    expiresIn: 9999,
    left: 3600,
    valid: 3600,
    limitedBy: 'policy',
  },
  { name: 'the last second of credentials', expiresIn: 600, left: 1, valid: 1, limitedBy: 'credentials' },
  {
    name: 'exactly what is needed',
    expiresIn: 600,
    left: 60,
    minValidity: 60,
    valid: 60,
    limitedBy: 'credentials',
  },
];

const REFUSED: Row[] = [
  {
    name: 'credentials that end before the need',
    expiresIn: 600,
    left: 59,
    minValidity: 60,
    valid: 59,
    limitedBy: 'credentials',
  },
  { name: 'credentials that end now', expiresIn: 600, left: 0, valid: 0, limitedBy: 'credentials' },
  { name: 'credentials that have ended', expiresIn: 600, left: -5, valid: 0, limitedBy: 'credentials' },
  {
    name: 'the same, where nothing is needed',
    expiresIn: 600,
    left: 0,
    minValidity: 0,
    valid: 0,
    limitedBy: 'credentials',
  },
  { name: 'a need beyond policy', expiresIn: 9999, minValidity: 3601, valid: 3600, limitedBy: 'policy' },
  { name: 'a need beyond the request', expiresIn: 60, minValidity: 61, valid: 60, limitedBy: 'request' },
  {
    name: 'a need that is no number',
    expiresIn: 60,
    minValidity: Number.NaN,
    valid: 60,
    limitedBy: 'request',
  },
];

const lifetimeOf = ({ expiresIn, left, minValidity }: Omit<Row, 'name' | 'valid' | 'limitedBy'>) =>
  clampLifetime(
    desiredLifetime({ now: NOW, expiresIn, ...LIMITS }),
    left === undefined ? undefined : NOW + left,
    minValidity,
  );

describe('the lifetime of a URL', () => {
  it.each(SIGNED)('is $name', ({ valid, limitedBy, ...row }) => {
    expect(lifetimeOf(row)).toStrictEqual({
      signedAt: NOW,
      expiresIn: valid,
      expiresAt: NOW + valid,
      limitedBy,
    });
  });

  it.each(REFUSED)('is refused for $name', ({ valid, limitedBy, ...row }) => {
    expect(() => lifetimeOf(row)).toThrow(ValidityTooShortError);
    expect(() => lifetimeOf(row)).toThrow(PresignError);
    expect(() => lifetimeOf(row)).toThrow(
      expect.objectContaining({
        code: 'validity_too_short',
        possible: valid,
        message: expect.stringContaining(`${valid} seconds (limited by ${limitedBy})`),
      }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])('is not %s seconds', (expiresIn) => {
    expect(() => lifetimeOf({ expiresIn })).toThrow(RangeError);
  });

  it('never passes credentials, policy or request, and names what cut it', () => {
    fc.assert(
      fc.property(situation, ({ end, ...request }) => {
        const bounds = boundsOf(request, end);
        const shortest = Math.min(...Object.values(bounds));
        fc.pre(shortest >= 1);
        const lifetime = clampLifetime(desiredLifetime(request), end);
        const signedAt = request.now;
        expect(lifetime).toMatchObject({ signedAt, expiresIn: shortest, expiresAt: signedAt + shortest });
        expect(lifetime.expiresAt).toBeLessThanOrEqual(end ?? Infinity);
        expect(bounds).toHaveProperty(lifetime.limitedBy, shortest);
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused where, and only where, it would be shorter than needed', () => {
    fc.assert(
      fc.property(situation, seconds, ({ end, ...request }, minValidity) => {
        const shortest = Math.min(...Object.values(boundsOf(request, end)));
        const isRefused = refuses(() => clampLifetime(desiredLifetime(request), end, minValidity));
        expect(isRefused).toBe(shortest < minValidity);
      }),
      { numRuns: 2000 },
    );
  });
});

const seconds = fc.integer({ min: 1, max: 700_000 });
const situation = fc
  .record({
    now: fc.nat(4_102_444_799),
    expiresIn: fc.option(seconds, { nil: undefined }),
    defaultExpiresIn: seconds,
    maxExpiresIn: seconds,
    left: fc.option(fc.integer({ min: -100, max: 700_000 }), { nil: undefined }),
  })
  .map(({ left, ...request }) => ({ ...request, end: left === undefined ? undefined : request.now + left }));

const boundsOf = (request: LifetimeRequest, end: EpochSeconds | undefined) => ({
  ...(request.expiresIn === undefined
    ? { default: request.defaultExpiresIn }
    : { request: request.expiresIn }),
  policy: request.maxExpiresIn,
  credentials: end === undefined ? Infinity : Math.max(0, end - request.now),
});

function refuses(sign: () => unknown): boolean {
  try {
    sign();
    return false;
  } catch (error) {
    if (error instanceof ValidityTooShortError) return true;
    throw error;
  }
}
