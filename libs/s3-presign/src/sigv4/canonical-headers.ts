import { sortedNames } from './sorted-names.js';

export interface CanonicalHeaders {
  /** One line `name:value\n` for each header, sorted by name. */
  readonly block: string;
  /** The names of the headers, joined by `;`. */
  readonly signed: string;
}

/**
 * Returns the canonical headers: names in lower case, and values trimmed, with each run of white space replaced by one
 * space. Source: S3 API Reference, "Authenticating Requests: Using Query Parameters", CanonicalHeaders.
 *
 * @param headers the headers by lower-case name
 */
export function canonicalHeaders(headers: Readonly<Record<string, string>>): CanonicalHeaders {
  const names = sortedNames(headers);
  let block = '';
  for (const name of names) block += `${name}:${foldWhiteSpace(headers[name]!)}\n`;
  return { block, signed: names.join(';') };
}

/**
 * White space as in RFC 9110 §5.5, and line ends, which would begin another header. Other white space of Unicode is not
 * included.
 */
const WHITE_SPACE = /[ \t\r\n]/;

const foldWhiteSpace = (value: string) =>
  WHITE_SPACE.test(value) ? value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : value;
