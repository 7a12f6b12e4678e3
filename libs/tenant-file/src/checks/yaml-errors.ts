import type { YAMLError } from 'yaml';
import type { Finding } from './findings.js';

type Errors = readonly YAMLError[];

/** Errors that don't change the meaning of the rest of the file. Bad aliases are reported at their own places. */
const HARMLESS = new Set(['MULTIPLE_DOCS', 'BAD_ALIAS']);

/**
 * Returns the first error that leaves the rest of the file without a meaning. Later errors may only be its
 * consequences.
 */
export function breakIn(errors: Errors, text: string): Finding | undefined {
  const error = errors.find(({ code }) => !HARMLESS.has(code));
  return error && { path: [], message: describe(error, text), offset: offsetOf(error, errors, text) };
}

export function secondDocumentIn(errors: Errors): Finding | undefined {
  const error = errors.find(({ code }) => code === 'MULTIPLE_DOCS');
  return (
    error && {
      path: [],
      message: 'contains a second document; keep one document, and remove the "---" between them',
      offset: error.pos[0],
    }
  );
}

/**
 * Returns the offset of an error. The parser reads a line with too much indentation as part of the text before it, and
 * reports the error there.
 */
function offsetOf({ code, pos: [start] }: YAMLError, errors: Errors, text: string): number {
  const isContinued = errors.some(
    (other) => other.code === 'MULTILINE_IMPLICIT_KEY' && other.pos[0] === start,
  );
  return code === 'BLOCK_AS_IMPLICIT_KEY' && isContinued ? text.indexOf('\n', start) + 1 : start;
}

/** Returns a message with the error and the fix. It doesn't quote the text, which may be a secret. */
function describe({ code, message, pos }: YAMLError, text: string): string {
  const rest = '(other errors are reported once this one is fixed)';
  if (code === 'TAB_AS_INDENT') return `is indented by a tab; use spaces ${rest}`;
  const start = text.lastIndexOf('\n', pos[0] - 1) + 1;
  const namesClaim = text.slice(start).split('\n', 1)[0]!.includes('${');
  const what = PARSERS_WORDS.has(code)
    ? message.replaceAll(/\s+/g, ' ')
    : (OWN_WORDS[code] ?? 'The syntax is wrong');
  const fix = namesClaim ? 'put prefixes with "${…}" in quotes' : (FIXES[code] ?? QUOTES);
  return `is not YAML: ${what}; ${fix} ${rest}`;
}

type Code = YAMLError['code'];

/** The errors whose message from the parser doesn't quote the file. */
const PARSERS_WORDS: ReadonlySet<Code> = new Set([
  'BAD_INDENT',
  'BAD_SCALAR_START',
  'BLOCK_AS_IMPLICIT_KEY',
  'BLOCK_IN_FLOW',
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
]);

const OWN_WORDS: Partial<Record<Code, string>> = {
  BAD_DQ_ESCAPE: 'In double quotes, "\\" begins an escape, and this escape is unknown',
  TAG_RESOLVE_FAILED: 'Text that begins with "!" is a tag, and this tag is unknown',
  UNEXPECTED_TOKEN: 'Text is not allowed at this place',
};

const QUOTES = 'put text that holds any of { } [ ] , : # & * ! | > % @ in quotes';
const INDENTATION = 'correct the indentation of this line or of the one before';

const FIXES: Partial<Record<Code, string>> = {
  BAD_DQ_ESCAPE: 'use single quotes, or write "\\\\"',
  BAD_INDENT: INDENTATION,
  BLOCK_AS_IMPLICIT_KEY: `${INDENTATION}, or ${QUOTES}`,
  MISSING_CHAR: `add it, or ${QUOTES}`,
  MULTILINE_IMPLICIT_KEY: 'put ": " between the name and its value',
};
