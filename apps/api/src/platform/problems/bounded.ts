import type { FieldError } from './field-error.js';
import { MAX_ERRORS } from './error-list.js';

/** Bytes of the errors of one problem, and of the detail of one error, as JSON. */
const MAX_BYTES = 13 * 1024;
const MAX_DETAIL = 512;

/**
 * The errors of a problem: as many as an answer may list, and how many more there are.
 *
 * @param omitted how many are missing from `errors` already
 * @param most how many may be listed
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

/** The text, or as much of its beginning as takes `most` bytes in JSON. */
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

/** Bytes of one UTF-16 code unit in JSON, at most: `\\u0000`. */
const MAX_ESCAPED = 6;

const jsonSize = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
