import { uriEncode } from '../sigv4/uri-encode.js';
import { invalidArgument, invalidUri } from './refusals.js';

/** The path and query of a request line, percent-decoded once. */
export interface RequestTarget {
  /** The path, which begins with `/`. */
  readonly path: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Reads an origin-form request target (RFC 9112 §3.2.1). It refuses everything that two parsers could read differently:
 * broken percent-encoding, bytes that aren't UTF-8, a fragment, a parameter without a name, and a repeated parameter.
 * `+` is read as a plus sign.
 *
 * @param target the target exactly as on the request line
 * @throws VerificationError `InvalidURI`, `InvalidArgument`
 */
export function parseTarget(target: string): RequestTarget {
  if (!ORIGIN_FORM.test(target)) throw invalidUri();
  const mark = target.indexOf('?');
  if (mark < 0) return { path: decode(target), parameters: new Map() };
  return { path: decode(target.slice(0, mark)), parameters: parseQuery(target.slice(mark + 1)) };
}

/**
 * Returns the canonical query: the parameters, encoded and sorted by name. S3 API Reference, "Authenticating Requests",
 * CanonicalQueryString.
 */
export function canonicalQuery(parameters: ReadonlyMap<string, string>, without?: string): string {
  return [...parameters]
    .filter(([name]) => name !== without)
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** A request target: `/`, then visible ASCII characters without `#`. */
const ORIGIN_FORM = /^\/[!-"$-~]*$/;

function parseQuery(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  if (query === '') return parameters;
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    if (name === '') throw invalidArgument('A query parameter has no name.');
    if (parameters.has(name)) throw invalidArgument('A query parameter is given more than once.');
    parameters.set(name, equals < 0 ? '' : decode(pair.slice(equals + 1)));
  }
  return parameters;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidUri();
  }
}
