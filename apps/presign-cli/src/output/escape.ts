/**
 * Escapes a name for display. Control characters, and characters that change the direction of text, become escapes, so
 * that a key can neither move the cursor nor look like another key.
 */
export const escapeText = (text: string): string =>
  text.replaceAll(
    // oxlint-disable-next-line no-control-regex -- they are what is escaped
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
