import type { FieldError } from './field-error.js';
import { MAX_ERRORS } from './error-list.js';

/** The maximum size in bytes, as JSON, of a problem's list of errors, and of the detail of one error. */
const MAX_BYTES = 13 * 1024;
const MAX_DETAIL = 512;

/**
 * Selects the errors that an answer lists, and counts the others.
 *
 * @param omitted the number of errors that are already missing from `errors`
 * @param most maximum number of listed errors
 */
export function listed(
  errors: readonly FieldError[],
  omitted: number,
  most = MAX_ERRORS,
): { readonly errors?: FieldError[]; readonly omittedErrors?: number } {
  const kept: FieldError[] = [];
  let size = 0;
  for (const { pointer, detail } of errors.slice(0, most)) {
    const error = { pointer, detail: cut(detail, MAX_DETAIL) };
    size += jsonSize(error) + 1;
    if (size > MAX_BYTES) break;
    kept.push(error);
  }
  const omittedErrors = omitted + errors.length - kept.length;
  return { ...(kept.length > 0 && { errors: kept }), ...(omittedErrors > 0 && { omittedErrors }) };
}

/** Returns the text, cut to the part that takes at most `most` bytes in JSON. */
export function cut(text: string, most: number): string {
  if (text.length * MAX_ESCAPED <= most || jsonSize(text) <= most) return text;
  let end = Math.min(text.length, most);
  let beginning: string;
  do {
    end = Math.floor(end * 0.9);
    beginning = `${text.slice(0, end).toWellFormed()}…`;
  } while (jsonSize(beginning) > most);
  return beginning;
}

/** The maximum number of bytes of one UTF-16 code unit in JSON: `\\u0000`. */
const MAX_ESCAPED = 6;

const jsonSize = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
