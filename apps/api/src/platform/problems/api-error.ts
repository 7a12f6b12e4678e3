import type { ErrorList } from './error-list.js';
import type { ProblemCode } from './problem-table.js';
import type { FieldError } from './field-error.js';
import type { Refusal } from './refusal.js';
import type { Requirement } from './requirement.js';

/** The optional properties of an `ApiError`. */
export interface ApiErrorOptions extends ErrorOptions {
  /** The number of validation errors besides those in `errors`. */
  readonly omittedErrors?: number;
  /** The reason for the request line; every 401 and 403 has one. */
  readonly refusal?: Refusal;
  /** The missing grant. Only callers whom the tenant knows receive it. */
  readonly requires?: Requirement | undefined;
}

/** A refusal with a code of the problem table. `message` becomes the problem's `detail`, which clients read. */
export class ApiError extends Error {
  /** The number of validation errors besides those in `errors`. */
  readonly omittedErrors: number;
  readonly refusal: Refusal | undefined;
  readonly requires: Requirement | undefined;

  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly errors?: readonly FieldError[],
    options?: ApiErrorOptions,
  ) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0; // a stack trace costs as much as the answer, and clients never see it
    super(message, options);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'ApiError';
    this.omittedErrors = options?.omittedErrors ?? 0;
    this.refusal = options?.refusal;
    this.requires = options?.requires;
  }

  /**
   * Creates a refusal with the listed errors and the number of omitted ones. If there is only one error, its text
   * becomes the detail.
   *
   * @param message says what is wrong if there are several errors
   * @param advice says what to do about them
   */
  static listing(code: ProblemCode, message: string, { listed, omitted }: Listed, advice = ''): ApiError {
    const only = listed.length === 1 && omitted === 0 ? listed[0] : undefined;
    const detail = only ? said(only) : `${message} See errors.`;
    return new ApiError(code, `${detail} ${advice}`.trimEnd(), listed, { omittedErrors: omitted });
  }
}

/** The listed errors of an `ErrorList` and the number of omitted ones. */
type Listed = Pick<ErrorList, 'listed' | 'omitted'>;

const said = ({ pointer, detail }: FieldError): string => `${pointer}: ${detail}`;

export const invalidRequest = (...errors: FieldError[]): ApiError =>
  new ApiError('invalid_request', errors.map(said).join(' '), errors);

/**
 * Creates the `access_denied` refusal. Its text is always the same, so that callers do not learn whether a tenant or a
 * key exists.
 *
 * @param refusal the reason, for the request line
 * @param requires the missing grant; set only for callers whom the tenant knows
 */
export const accessDenied = (refusal: Refusal, requires?: Requirement): ApiError =>
  new ApiError(
    'access_denied',
    'The token does not allow this. Ask the tenant’s administrators for a grant.',
    undefined,
    { refusal, requires },
  );

export const notFound = (): ApiError =>
  new ApiError('not_found', 'The path matches no route. See /openapi.json.');

export const atCapacity = (): ApiError =>
  new ApiError('service_unavailable', 'The service is at capacity. Retry after the time in Retry-After.');
