import {
  commonTypes,
  DEFAULT_MAX_EXPIRES_IN,
  includesType,
  type GrantLimitsEntry,
  type LimitsEntry,
} from '#tenant-file';

/** The limits that one grant and its tenant set together. Types are in lower case (RFC 9110 §8.3.1). */
export interface Limits {
  /** Bytes; `undefined`: only S3 limits. */
  readonly maxUploadBytes?: number | undefined;
  /** Types, and kinds of them as `image/*`; `undefined`: any. */
  readonly contentTypes?: readonly string[] | undefined;
  readonly inlineTypes: readonly string[];
  /** Seconds. */
  readonly maxExpiresIn: number;
}

/** The limits that a grant or an upload session sets itself. */
export type OwnLimits = { readonly [Name in keyof Limits]?: Limits[Name] | undefined };

/** Returns what a tenant has where a grant says nothing. */
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

/** Returns what both allow: of each member the smaller. */
export const within = (limits: Limits, own: OwnLimits): Limits => ({
  maxUploadBytes: least(limits.maxUploadBytes, own.maxUploadBytes),
  contentTypes: common(limits.contentTypes, own.contentTypes),
  inlineTypes: own.inlineTypes ? commonTypes(limits.inlineTypes, own.inlineTypes) : limits.inlineTypes,
  maxExpiresIn: Math.min(limits.maxExpiresIn, own.maxExpiresIn ?? Infinity),
});

/** Returns whether an object of this type may be uploaded. @param essence in lower case, without parameters */
export const takesType = ({ contentTypes }: OwnLimits, essence: string): boolean =>
  contentTypes === undefined || includesType(contentTypes, essence);

/** Returns whether an object of so many bytes may be. @param size `undefined`: not known yet */
export const takesSize = ({ maxUploadBytes }: OwnLimits, size: number | undefined): boolean =>
  maxUploadBytes === undefined || (size !== undefined && size <= maxUploadBytes);

/** Bytes of the largest upload that any of them takes; `undefined`: of any size. @param all at least one */
export const largestUpload = (all: readonly Limits[]): number | undefined =>
  undefinedIfInfinite(Math.max(...all.map(({ maxUploadBytes = Infinity }) => maxUploadBytes)));

/** Seconds. @param all at least one: those that allow the rest of the request */
export const longestLife = (all: readonly Limits[]): number =>
  all.length === 1 ? all[0]!.maxExpiresIn : Math.max(...all.map(({ maxExpiresIn }) => maxExpiresIn));

/** Every type that some of them takes; `undefined`: any type. */
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

/** The same list where it is that already: ten thousand tenants may share one. */
const lowerCase = (texts: readonly string[]): readonly string[] =>
  texts.some((text) => text !== text.toLowerCase()) ? texts.map((text) => text.toLowerCase()) : texts;
