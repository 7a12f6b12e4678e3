import {
  commonTypes,
  DEFAULT_MAX_EXPIRES_IN,
  includesType,
  type GrantLimitsEntry,
  type LimitsEntry,
} from '#tenant-file';

/** The combined limits of one grant and its tenant. Media types are in lower case (RFC 9110 §8.3.1). */
export interface Limits {
  /** The maximum size of an upload in bytes; `undefined` if only S3 limits it. */
  readonly maxUploadBytes?: number | undefined;
  /** The allowed media types, with ranges such as `image/*`; `undefined` if any type is allowed. */
  readonly contentTypes?: readonly string[] | undefined;
  readonly inlineTypes: readonly string[];
  /** The longest lifetime of a URL in seconds. */
  readonly maxExpiresIn: number;
}

/** The limits that a grant or an upload session sets itself; missing members are inherited. */
export type OwnLimits = { readonly [Name in keyof Limits]?: Limits[Name] | undefined };

/** Returns the limits that a tenant has if a grant sets none. */
export const tenantLimits = (entry: LimitsEntry = {}): Limits => ({
  maxUploadBytes: entry.maxUploadBytes,
  contentTypes: entry.contentTypes && lowerCase(entry.contentTypes),
  inlineTypes: lowerCase(entry.inlineTypes ?? NONE),
  maxExpiresIn: entry.maxExpiresIn ?? DEFAULT_MAX_EXPIRES_IN,
});

export const ownLimits = ({ contentTypes, inlineTypes, ...numbers }: GrantLimitsEntry): OwnLimits => ({
  ...numbers,
  ...(contentTypes && { contentTypes: lowerCase(contentTypes) }),
  ...(inlineTypes && { inlineTypes: lowerCase(inlineTypes) }),
});

/** Returns the limits that satisfy both: the smaller of each member. */
export const within = (limits: Limits, own: OwnLimits): Limits => ({
  maxUploadBytes: least(limits.maxUploadBytes, own.maxUploadBytes),
  contentTypes: common(limits.contentTypes, own.contentTypes),
  inlineTypes: own.inlineTypes ? commonTypes(limits.inlineTypes, own.inlineTypes) : limits.inlineTypes,
  maxExpiresIn: Math.min(limits.maxExpiresIn, own.maxExpiresIn ?? Infinity),
});

/**
 * Returns whether an object of this media type may be uploaded.
 *
 * @param essence the media type in lower case, without parameters
 */
export const takesType = ({ contentTypes }: OwnLimits, essence: string): boolean =>
  contentTypes === undefined || includesType(contentTypes, essence);

/**
 * Returns whether an object of this size may be uploaded.
 *
 * @param size bytes; `undefined` if not known yet
 */
export const takesSize = ({ maxUploadBytes }: OwnLimits, size: number | undefined): boolean =>
  maxUploadBytes === undefined || (size !== undefined && size <= maxUploadBytes);

/**
 * Returns the largest upload in bytes that any of the limits allows; `undefined` if any size is allowed.
 *
 * @param all at least one item
 */
export const largestUpload = (all: readonly Limits[]): number | undefined =>
  undefinedIfInfinite(Math.max(...all.map(({ maxUploadBytes = Infinity }) => maxUploadBytes)));

/**
 * Returns the longest lifetime in seconds that any of the limits allows.
 *
 * @param all at least one item: the limits that allow the rest of the request
 */
export const longestLife = (all: readonly Limits[]): number =>
  all.length === 1 ? all[0]!.maxExpiresIn : Math.max(...all.map(({ maxExpiresIn }) => maxExpiresIn));

/** Returns all media types that at least one of the limits allows; `undefined` if any type is allowed. */
export function allTypes(all: readonly Limits[]): readonly string[] | undefined {
  const lists = all.map(({ contentTypes }) => contentTypes);
  return lists.includes(undefined) ? undefined : [...new Set(lists.flatMap((list) => list ?? []))];
}

export const least = (one: number | undefined, other: number | undefined): number | undefined =>
  undefinedIfInfinite(Math.min(one ?? Infinity, other ?? Infinity));

const undefinedIfInfinite = (value: number): number | undefined => (value === Infinity ? undefined : value);

const common = (one: readonly string[] | undefined, other: readonly string[] | undefined) =>
  one && other ? commonTypes(one, other) : (one ?? other);

const NONE: readonly string[] = [];

/**
 * Converts texts to lower case. Returns the same list if nothing changes, because ten thousand tenants may share one.
 */
const lowerCase = (texts: readonly string[]): readonly string[] =>
  texts.some((text) => text !== text.toLowerCase()) ? texts.map((text) => text.toLowerCase()) : texts;
