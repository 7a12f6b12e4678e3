import { MEDIA_TYPE_ESSENCE, MEDIA_TYPE_OR_ALL } from './patterns.js';
import type { TextRule } from './text-rule.js';

const wanted = 'must be a media type without parameters or "*", such as image/png';
const wantedOrAll =
  'must be a media type without parameters, such as image/png, or all of one kind, such as image/*';

/** The rule for a type that may be uploaded, or for all types of one kind. */
export const CONTENT_TYPE: TextRule = {
  pattern: MEDIA_TYPE_OR_ALL,
  wanted: wantedOrAll,
  wrong(text) {
    if (!MEDIA_TYPE_OR_ALL.test(text)) return wantedOrAll;
    if (!text.endsWith(ALL) || !isActive(`${text.slice(0, -1)}x`)) return undefined;
    return `"${text}" would allow types that browsers run as pages or scripts; list the types by name`;
  },
};

/** The suffix of an entry that includes all types of a kind. */
const ALL = '/*';

/**
 * Returns whether a list of types includes a type, by name or by an entry for its kind. `image/*` includes no type that
 * a browser may run, such as `image/svg+xml`, and no other entry for a kind.
 *
 * @param types the entries of `contentTypes`, in lower case
 * @param essence the type in lower case, without parameters
 */
export const includesType = (types: readonly string[], essence: string): boolean =>
  types.some((type) => (type.endsWith(ALL) ? isOfKind(essence, type.slice(0, -1)) : type === essence));

/** Returns whether a type belongs to a kind. @param kind the kind with its slash, such as `image/` */
const isOfKind = (essence: string, kind: string): boolean =>
  essence.startsWith(kind) && !essence.endsWith(ALL) && !isActive(essence);

/**
 * Returns the types that both lists include. Of two that overlap, it returns the narrower one. Both lists are in
 * lower case.
 */
export function commonTypes(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...covered(one, other), ...covered(other, one)])];
}

const covered = (types: readonly string[], by: readonly string[]): string[] =>
  types.filter((type) => by.includes(type) || includesType(by, type));

/**
 * Types that browsers render and run, in any spelling: all XML and HTML (MIME Sniffing Standard §4.6), including SVG,
 * MathML and XML stylesheets; web archives and HTML applications; and types that contain other documents, whose types
 * are not signed (RFC 2046 §5: `multipart/x-mixed-replace`, `message/rfc822`).
 */
const ACTIVE =
  /^(?:multipart|message)\/|[/+.-](?:x?html?|xml|xslt?|xul|svgz?|mathml|mhtml|mimearchive|hta|htc|x-component)(?:[+.-]|$)/;

/**
 * Returns whether a browser may run content of this type when it shows it.
 *
 * @param essence the type in any case, without parameters
 */
export const isActive = (essence: string): boolean => ACTIVE.test(essence.toLowerCase());

/** The rule for a type that a browser may show in place. Types that browsers run are never allowed. */
export const INLINE_TYPE: TextRule = {
  pattern: MEDIA_TYPE_ESSENCE,
  wanted,
  wrong(text) {
    if (isActive(text))
      return `"${text}" is a type that can run scripts in the browser that shows it; remove it`;
    return MEDIA_TYPE_ESSENCE.test(text) ? undefined : wanted;
  },
};
