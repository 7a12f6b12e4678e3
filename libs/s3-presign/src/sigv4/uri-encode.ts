/**
 * Percent-encodes a text as SigV4 requires: every byte of UTF-8, except RFC 3986's unreserved characters, in upper-case
 * hex. Source: S3 API Reference, "Authenticating Requests: Using Query Parameters", UriEncode().
 */
export function uriEncode(text: string): string {
  if (UNRESERVED.test(text)) return text;
  const encoded = encodeURIComponent(text);
  return LEFT_BY_ENCODE_URI_COMPONENT.test(encoded) ? encoded.replace(/[!'()*]/g, percent) : encoded;
}

/**
 * Percent-encodes a key for a path, as `uriEncode` does, but keeps `/`. S3 requires that keys are encoded only once.
 */
export function uriEncodePath(key: string): string {
  if (UNRESERVED_PATH.test(key)) return key;
  const encoded = uriEncode(key);
  return encoded.includes('%2F') ? encoded.replaceAll('%2F', '/') : encoded;
}

export const UNRESERVED = /^[\w.~-]*$/;
const UNRESERVED_PATH = /^[\w.~/-]*$/;
const LEFT_BY_ENCODE_URI_COMPONENT = /[!'()*]/;
const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
