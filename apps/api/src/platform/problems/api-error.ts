import type { ErrorList } from './error-list.js';
import type { ProblemCode } from './problem-table.js';
import type { FieldError } from './field-error.js';

/** What an `ApiError` may say beside its errors. */
export interface ApiErrorOptions extends ErrorOptions {
  /** How many errors there are beside those in `errors`. */
  readonly omittedErrors?: number;
}

/** A refusal with a code of the problem table. `message` becomes `detail`: it is read by clients. */
export class ApiError extends Error {
  /** How many errors there are beside those in `errors`. */
  readonly omittedErrors: number;

  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly errors?: readonly FieldError[],
    options?: ApiErrorOptions,
  ) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0; // refusals are told to clients, not to developers, and a stack costs as much as the answer
    super(message, options);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'ApiError';
    this.omittedErrors = options?.omittedErrors ?? 0;
  }

  /** A refusal with all errors of a list: those that it lists, and how many more there are. */
  static listing(code: ProblemCode, message: string, { listed, omitted }: ErrorList): ApiError {
    return new ApiError(code, message, listed, { omittedErrors: omitted });
  }
}

export const invalidRequest = (...errors: FieldError[]): ApiError =>
  new ApiError(
    'invalid_request',
    errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join(' '),
    errors,
  );

/** The same words whatever was denied: nobody learns whether a tenant or a key exists. */
export const accessDenied = (): ApiError =>
  new ApiError(
    'access_denied',
    'The token does not allow this. Ask the tenant’s administrators for a grant.',
  );

export const notFound = (): ApiError =>
  new ApiError('not_found', 'There is no such route. See /openapi.json.');

export const atCapacity = (): ApiError =>
  new ApiError('service_unavailable', 'The service is at capacity. Retry after the time in Retry-After.');
