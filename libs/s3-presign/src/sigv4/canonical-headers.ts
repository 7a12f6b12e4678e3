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
  const names = Object.keys(headers).sort();
  let block = '';
  for (const name of names) block += `${name}:${foldWhiteSpace(headers[name]!)}\n`;
  return { block, signed: names.join(';') };
}

function foldWhiteSpace(value: string): string {
  return UNFOLDED.test(value) ? value.replace(/\s+/g, ' ').trim() : value;
}

const UNFOLDED = /^\s|\s\s|[^\S ]|\s$/;
