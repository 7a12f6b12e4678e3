import { DEFAULT_MAX_EXPIRES_IN } from '../defaults.js';
import type { LimitsEntry } from '../entries/limits-entry.js';

/** Limits by name, for code that treats all limits alike. */
type Limits = Readonly<Record<string, unknown>>;

/** How two values of a limit compare: the smaller number allows less, and so does the shorter list. */
type Order = 'number' | 'list' | 'nested';

/**
 * Every limit, and how it compares. A team could exceed the ceiling of a limit that is missing here, so that a spec
 * compares the list with the class.
 */
export const LIMIT_ORDERS: Readonly<Record<keyof LimitsEntry, Order>> = {
  defaultExpiresIn: 'number',
  maxExpiresIn: 'number',
  maxSessionExpiresIn: 'number',
  maxUploadBytes: 'number',
  contentTypes: 'list',
  inlineTypes: 'list',
  requestsPerSecond: 'number',
  burst: 'number',
  allCallers: 'nested',
};

/** The defaults of limits that a team leaves out. Limits without an entry here are unlimited by default. */
const DEFAULTS: Limits = { maxExpiresIn: DEFAULT_MAX_EXPIRES_IN, inlineTypes: [] };

/**
 * Returns a team’s limits, reduced to bounds. A limit that the team leaves out is the smaller of its default and the
 * bound.
 *
 * @param bounds the upper bounds; a limit without a bound stays as it is
 */
export function within(
  limits: LimitsEntry | undefined,
  bounds: LimitsEntry | undefined,
): LimitsEntry | undefined {
  if (!bounds) return limits;
  const narrowed = narrow(membersOf(limits), membersOf(bounds));
  const { defaultExpiresIn, maxExpiresIn } = narrowed;
  if (typeof defaultExpiresIn === 'number' && typeof maxExpiresIn === 'number')
    narrowed['defaultExpiresIn'] = Math.min(defaultExpiresIn, maxExpiresIn);
  return narrowed;
}

/** Returns for each limit the smaller value of two versions of a team’s limits. */
export const smallerOf = (one: LimitsEntry | undefined, other: LimitsEntry | undefined): LimitsEntry =>
  within(one ?? {}, { ...DEFAULTS, ...withBurst(membersOf(other)) })!;

const membersOf = (limits: object | undefined): Limits => Object.fromEntries(Object.entries(limits ?? {}));

function narrow(limits: Limits, bounds: Limits): Record<string, unknown> {
  const given = withBurst(limits);
  const narrowed: Record<string, unknown> = { ...given };
  for (const [name, bound] of Object.entries(bounds)) {
    const value = given[name] ?? (bound === undefined ? undefined : DEFAULTS[name]);
    if (bound !== undefined) narrowed[name] = value === undefined ? bound : lesser(value, bound);
  }
  return narrowed;
}

function lesser(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return one.filter((item) => includes(other, item));
  if (typeof one === 'number' && typeof other === 'number') return Math.min(one, other);
  return narrow(membersOf(one as object), membersOf(other as object));
}

/** Returns limits with their burst. A burst that is left out equals `requestsPerSecond`. */
function withBurst(limits: Limits): Limits {
  const { requestsPerSecond, burst } = limits;
  return requestsPerSecond === undefined || burst !== undefined
    ? limits
    : { ...limits, burst: requestsPerSecond };
}

/** Returns whether a list contains an item, ignoring case, as media types are compared (RFC 9110 §8.3.1). */
export const includes = (list: readonly unknown[], item: unknown): boolean =>
  list.some((other) => String(other).toLowerCase() === String(item).toLowerCase());

/**
 * Returns whether a value has the right form for a limit. This suffices to compare it; whether it is accepted is
 * checked elsewhere.
 */
export function isComparable(name: string, value: unknown): boolean {
  switch (Object.hasOwn(LIMIT_ORDERS, name) && LIMIT_ORDERS[name as keyof LimitsEntry]) {
    case 'number':
      return Number.isSafeInteger(value) && (value as number) > 0;
    case 'list':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'nested':
      return areComparable(value);
    default:
      return false;
  }
}

export const areComparable = (limits: unknown): limits is LimitsEntry =>
  typeof limits === 'object' &&
  limits !== null &&
  !Array.isArray(limits) &&
  Object.entries(limits).every(([name, value]) => isComparable(name, value));
