import type { Difference, Part } from './explanation.js';
import type { SignedUrl } from './presigned-url.js';
import { pathOf, queryOf } from './recompute.js';

/** The parts of the canonical request that S3 returned. */
export interface S3Canonical {
  readonly lines: readonly string[];
  /** The signed headers, as `name:value\n` for each. */
  readonly headers: string;
  readonly method: string;
}

/** Reads a canonical request. @returns `undefined` if the text is no canonical request */
export function readCanonical(text: string): S3Canonical | undefined {
  const lines = text.trim().split('\n');
  const end = lines.indexOf('', 3); // an empty line ends the headers
  if (end < 4 || lines.length !== end + 3) return undefined;
  return {
    lines,
    method: lines[0]!,
    headers: lines
      .slice(3, end)
      .map((line) => `${line}\n`)
      .join(''),
  };
}

/**
 * Returns the first difference between the request that S3 received and the URL. It doesn't compare the values of
 * headers other than `host`, because the URL doesn't contain them.
 *
 * @param method the method of the request, if it is known
 */
export function firstDifference(
  url: SignedUrl,
  { lines }: S3Canonical,
  method: string | undefined,
): Difference | undefined {
  const headers = url.signedHeaders.map((name): Line => [
    'header',
    `${name}:${name === 'host' ? url.host : ''}`,
    name,
  ]);
  const expected: Line[] = [
    ['method', method ?? lines[0]!],
    ['path', pathOf(url)],
    ['query', queryOf(url)],
    ...headers,
    ['header', ''],
    ['signed_headers', url.signedHeaders.join(';')],
  ];
  for (const [index, [part, text, name]] of expected.entries()) {
    const seen = lines[index] ?? '';
    const isOpen = name !== undefined && name !== 'host'; // the URL doesn't contain the value
    if (isOpen ? seen.startsWith(text) : seen === text) continue;
    const position = firstOther(seen, text) + 1;
    return { line: index + 1, position, part, name: name ?? nameAt(part, seen, text) };
  }
  return undefined;
}

/**
 * Returns the name of a signed header that S3 did not receive. In its canonical request S3 leaves out such a header or
 * shows it with an empty value. Only the signed headers `x-amz-meta-…` can be sent with an empty value.
 */
export function headerNotSent({ signedHeaders }: SignedUrl, { headers }: S3Canonical): string | undefined {
  const seen = new Map(
    headers.split('\n').map((line) => [line.split(':', 1)[0]!, line.slice(line.indexOf(':') + 1)]),
  );
  return signedHeaders.find((name) => {
    const value = seen.get(name);
    return value === undefined || (value === '' && !name.startsWith('x-amz-meta-'));
  });
}

type Line = readonly [part: Part, text: string, name?: string];

function firstOther(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/** Returns the name of the first query parameter that differs between the two. */
function nameAt(part: Part, seen: string, expected: string): string | undefined {
  if (part !== 'query') return undefined;
  const [ours, theirs] = [new Set(expected.split('&')), new Set(seen.split('&'))];
  const other = [...theirs].find((pair) => !ours.has(pair)) ?? [...ours].find((pair) => !theirs.has(pair));
  const name = other?.split('=', 1)[0];
  return name !== undefined && /^[\w.~%-]{1,100}$/.test(name) ? name : undefined;
}
