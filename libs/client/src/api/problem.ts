import { TransferError } from '../errors.js';
import { retryAfterOf } from '../storage/refusal.js';
import { textOf, type HttpResponse } from '../storage/send.js';
import { isObject, isText } from './shape.js';

export interface Problem {
  readonly status?: number;
  readonly code?: string;
  readonly detail?: string;
  readonly requestId?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/**
 * Returns whether a problem is temporary. This includes errors that show that bytes were damaged on the way, since this
 * library sends only valid JSON, and the API answers in JSON.
 */
const isTemporary = (status: number, code: string): boolean =>
  status >= 500 || status === 429 || status === 408 || code === 'malformed_json' || code === DAMAGED;

const DAMAGED = 'unexpected_response';

/** Returns the error for a problem (RFC 9457) of the API. Members of other types than a problem has are left out. */
export function problemError(given: unknown, status: number, retryAfter?: number): TransferError {
  const problem: { readonly [Name in keyof Problem]: unknown } = isObject(given) ? given : {};
  const code = isText(problem.code) ? problem.code : DAMAGED;
  const requestId = isText(problem.requestId) ? problem.requestId : undefined;
  const errors = areErrors(problem.errors) ? problem.errors : undefined;
  const first = errors?.[0];
  const detail = isText(problem.detail) ? problem.detail : `The API answered ${status}.`;
  const words =
    first && !detail.includes(first.detail) ? `${detail} ${first.pointer}: ${first.detail}` : detail;
  return new TransferError(code, words, {
    status,
    requestId,
    retryAfter,
    errors,
    isTemporary: isTemporary(status, code),
  });
}

const areErrors = (errors: unknown): errors is NonNullable<Problem['errors']> =>
  Array.isArray(errors) &&
  errors.every((each) => isObject(each) && isText(each['pointer']) && isText(each['detail']));

/**
 * Returns the JSON of a response of the API.
 *
 * @throws TransferError with the problem's code, or `unexpected_response`
 */
export async function jsonOf(response: HttpResponse): Promise<unknown> {
  const { status, header } = response;
  const text = await textOf(response);
  const json = parse(text);
  if (status === 204) return undefined;
  if (status < 300 && json !== undefined) return json;
  const known = isObject(json) ? json : { requestId: header('x-request-id') };
  throw problemError(known, status, retryAfterOf(header('retry-after')));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
