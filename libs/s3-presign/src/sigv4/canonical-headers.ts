import { sortedNames } from './sorted-names.js';

export interface CanonicalHeaders {
  /** `name:value\n` for each, sorted by name. */
  readonly block: string;
  /** The names, joined by `;`. */
  readonly signed: string;
}

/**
 * Lower-case names, values trimmed and with runs of white space folded to one space.
 * Source: S3 API Reference, "Authenticating Requests: Using Query Parameters", CanonicalHeaders.
 *
 * @param headers by lower-case name
 */
export function canonicalHeaders(headers: Readonly<Record<string, string>>): CanonicalHeaders {
  const names = sortedNames(headers);
  let block = '';
  for (const name of names) block += `${name}:${foldWhiteSpace(headers[name]!)}\n`;
  return { block, signed: names.join(';') };
}

/** White space as RFC 9110 §5.5 knows it, and line ends, which would begin another header; no other of Unicode's. */
const WHITE_SPACE = /[ \t\r\n]/;

const foldWhiteSpace = (value: string) =>
  WHITE_SPACE.test(value) ? value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : value;
