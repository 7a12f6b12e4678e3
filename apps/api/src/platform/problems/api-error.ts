import type { ErrorList } from './error-list.js';
import type { ProblemCode } from './problem-table.js';
import type { FieldError } from './field-error.js';
import type { Refusal } from './refusal.js';
import type { Requirement } from './requirement.js';

/** What an `ApiError` may say beside its errors. */
export interface ApiErrorOptions extends ErrorOptions {
  /** How many errors there are beside those in `errors`. */
  readonly omittedErrors?: number;
  /** Of every 401 and 403. */
  readonly refusal?: Refusal;
  /** Told to callers whom the tenant knows, and to no others. */
  readonly requires?: Requirement | undefined;
}

/** A refusal with a code of the problem table. `message` becomes `detail`: it is read by clients. */
export class ApiError extends Error {
  /** How many errors there are beside those in `errors`. */
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
    Error.stackTraceLimit = 0; // refusals are told to clients, not to developers, and a stack costs as much as the answer
    super(message, options);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'ApiError';
    this.omittedErrors = options?.omittedErrors ?? 0;
    this.refusal = options?.refusal;
    this.requires = options?.requires;
  }

  /**
   * A refusal with all errors of a list: those that it lists, and how many more there are. A single one is the detail.
   *
   * @param message what is wrong, where there are more
   * @param advice what to do about them
   */
  static listing(code: ProblemCode, message: string, { listed, omitted }: Listed, advice = ''): ApiError {
    const only = listed.length === 1 && omitted === 0 ? listed[0] : undefined;
    const detail = only ? said(only) : `${message} See errors.`;
    return new ApiError(code, `${detail} ${advice}`.trimEnd(), listed, { omittedErrors: omitted });
  }
}

/** An error list, or what is left of one. */
type Listed = Pick<ErrorList, 'listed' | 'omitted'>;

const said = ({ pointer, detail }: FieldError): string => `${pointer}: ${detail}`;

export const invalidRequest = (...errors: FieldError[]): ApiError =>
  new ApiError('invalid_request', errors.map(said).join(' '), errors);

/**
 * The same words whatever was denied: callers do not learn whether a tenant or a key exists.
 *
 * @param refusal for the request line
 * @param requires only for callers whom the tenant knows
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
