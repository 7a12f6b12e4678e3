/**
 * Returns the type and subtype of a media type in lower case, without parameters. Both are case-insensitive, and
 * parameters don't make another type (RFC 9110 §8.3.1).
 */
export const mediaTypeEssence = (mediaType: string): string =>
  mediaType.split(';', 1)[0]!.trim().toLowerCase();
