/** RFC 9110 §8.3.1: type and subtype are case-insensitive; parameters don't make another type. */
export const mediaTypeEssence = (mediaType: string): string =>
  mediaType.split(';', 1)[0]!.trim().toLowerCase();
