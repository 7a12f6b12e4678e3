import { maxHeaderSize } from 'node:http';
import { HttpException } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { PresignError } from '#s3-presign';
import { Optional } from '#validation';
import { BODY_LIMIT, MAX_PARAM_LENGTH } from '../http/body-limit.js';
import { ApiError, notFound } from './api-error.js';
import { cut, listed } from './bounded.js';
import { MAX_ERRORS } from './error-list.js';
import { FieldError } from './field-error.js';
import { PROBLEMS, RETRY_AFTER, type ProblemCode } from './problem-table.js';
import { RateLimitedError } from './rate-limited.js';
import { Requirement } from './requirement.js';

/**
 * The answer is an error (RFC 9457) with a stable code, the id of the request and, where they apply, the errors in the
 * request.
 */
export class Problem {
  /** A URN that identifies the kind of problem. It ends with the code. */
  @Matches(/^urn:tenant-presign:problem:[a-z_]+$/) readonly type!: string;
  /** A short text that is the same for every problem with this code. */
  @IsString() readonly title!: string;
  /** The HTTP status of the answer. In a list of results, it is the status of this result. */
  @IsInt() @Min(400) @Max(599) readonly status!: number;
  /** A text for a person that says what is wrong and what to do. */
  @IsString() readonly detail!: string;
  /** A stable code for programs. */
  @IsIn(Object.keys(PROBLEMS)) readonly code!: ProblemCode;
  /**
   * The id of the request, the same as in the header `x-request-id`. Give it to the operators, who can find the request
   * in the log with it.
   */
  @Matches(/^[\w-]{1,128}$/) readonly requestId!: string;
  /** Up to 50 errors in the request, each with its place. */
  @Optional()
  @IsArray()
  @ArrayMaxSize(MAX_ERRORS)
  @ValidateNested({ each: true })
  @Type(() => FieldError)
  readonly errors?: readonly FieldError[];
  /** The number of errors that `errors` does not list. It is absent if `errors` lists all of them. */
  @Optional() @IsInt() @Min(1) readonly omittedErrors?: number;
  /**
   * The names of the rate limits that the request exceeded, as in the header `ratelimit-policy`
   * (draft-ietf-httpapi-ratelimit-headers-11 §5).
   */
  @Optional()
  @IsArray()
  @IsString({ each: true })
  readonly 'violated-policies'?: readonly string[];
  /**
   * The action for which the caller lacks a grant. It is present only with `access_denied`, and only if the caller may
   * act for the tenant. In a list of results, only the first refusal for each action has it.
   */
  @Optional() @ValidateNested() @Type(() => Requirement) readonly requires?: Requirement;
}

/** The answer is an error for Uppy. It repeats two texts under the names from which versions of Uppy show them. */
export class CompanionProblem extends Problem {
  /** The same text as `detail`. */
  @Optional() @IsString() readonly message?: string;
  /** The same text as `title`. */
  @Optional() @IsString() readonly error?: string;
}

export const companionProblem = (answer: Problem): CompanionProblem =>
  Object.assign({}, answer, { message: answer.detail, error: answer.title });

/**
 * The maximum number of bytes of a problem's `detail`, which Uppy's problems hold twice. A problem including its errors
 * has at most 16 KiB.
 */
const MAX_DETAIL = 1024;

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export function problem(
  code: ProblemCode,
  detail: string,
  requestId: string,
  more?: Pick<Problem, 'errors' | 'omittedErrors' | 'violated-policies' | 'requires'>,
): Problem {
  const { status, title } = PROBLEMS[code];
  const type = `urn:tenant-presign:problem:${code}`;
  return { type, title, status, detail, code, requestId, ...more };
}

/** Converts a thrown value to a problem. An unexpected error becomes a 503, never a 500. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof RateLimitedError) {
    const more = { 'violated-policies': error.violatedPolicies };
    return problem(error.code, error.message, requestId, more);
  }
  if (error instanceof ApiError) {
    const { code, message, errors, omittedErrors, requires } = error;
    return problem(code, cut(message, MAX_DETAIL), requestId, {
      ...(errors && listed(errors, omittedErrors)),
      ...(requires && { requires }),
    });
  }
  if (error instanceof PresignError && Object.hasOwn(PROBLEMS, error.code)) {
    return problem(error.code as ProblemCode, error.message, requestId);
  }
  const [code, detail] = frameworkProblem(error) ?? UNEXPECTED;
  return problem(code, detail, requestId);
}

/** Returns whether the error was unexpected, so that an operator should see it. */
export const isUnexpected = ({ code }: Problem, error: unknown): boolean =>
  code === 'service_unavailable' && !(error instanceof ApiError);

/**
 * Returns the header fields of a problem's answer: Retry-After (RFC 9110 §10.2.3), WWW-Authenticate (RFC 6750 §3) and
 * the RateLimit fields.
 *
 * @param error that the problem was made of
 * @param authorization of the request: an answer to a request without a token names no error code (RFC 6750 §3.1)
 */
export function problemHeaders(
  { status }: Problem,
  error: unknown,
  authorization?: string,
): Record<string, string> {
  if (error instanceof RateLimitedError) return { ...error.fields, 'retry-after': String(error.retryAfter) };
  if (status === 401) return { 'www-authenticate': challenge(error, authorization) };
  if (status === 503) return { 'retry-after': String(RETRY_AFTER) };
  return {};
}

/** Returns the challenge (RFC 6750 §3). It gives a reason only for a token that was valid before it expired. */
function challenge(error: unknown, authorization?: string): string {
  if (authorization === undefined) return 'Bearer';
  const isExpired = error instanceof ApiError && error.refusal?.reason === 'expired';
  return `Bearer error="invalid_token"${isExpired ? ', error_description="The token has expired"' : ''}`;
}

type CodeAndDetail = readonly [ProblemCode, string];

const UNEXPECTED: CodeAndDetail = [
  'service_unavailable',
  'An unexpected error occurred. Try again, and report requestId if it lasts.',
];

const SEGMENT_TOO_LONG: CodeAndDetail = [
  'uri_too_long',
  `A segment of the path is longer than ${MAX_PARAM_LENGTH} characters. Shorten it.`,
];

/** The codes of Fastify's errors and of the errors of Node's parser (`HPE_…`, `ERR_HTTP_…`). */
const FRAMEWORK: Record<string, CodeAndDetail> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', `The body exceeds ${BODY_LIMIT} bytes. Send less.`],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'Send the body with content-type: application/json.',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'invalid_request',
    'The length of the body differs from content-length. Send the length in bytes.',
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed_json', 'The body is empty. Send a JSON object.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['malformed_json', 'The body can’t be parsed as JSON (RFC 8259).'],
  FST_ERR_BAD_URL: ['invalid_request', 'The path can’t be decoded. Percent-encode it as UTF-8.'],
  FST_ERR_PARAM_LENGTH: SEGMENT_TOO_LONG,
  FST_ERR_MAX_PARAM_LENGTH: SEGMENT_TOO_LONG,
  FST_ERR_HANDLER_TIMEOUT: ['service_unavailable', 'The request took too long. Try again.'],
  HPE_HEADER_OVERFLOW: [
    'headers_too_large',
    `The header fields exceed ${maxHeaderSize} bytes together. Send fewer or shorter ones.`,
  ],
};

function frameworkProblem(error: unknown): CodeAndDetail | undefined {
  const { code, statusCode } = (error ?? {}) as { code?: string; statusCode?: number };
  if (code !== undefined && Object.hasOwn(FRAMEWORK, code)) return FRAMEWORK[code];
  if (error instanceof HttpException && error.getStatus() === 404) {
    return ['not_found', notFound().message];
  }
  if (error instanceof SyntaxError && statusCode === 400) return FRAMEWORK['FST_ERR_CTP_INVALID_JSON_BODY'];
  if (statusCode === 414) return SEGMENT_TOO_LONG;
  if (code?.startsWith('HPE_') || (statusCode !== undefined && statusCode >= 400 && statusCode < 500)) {
    return ['invalid_request', 'The request can’t be read as HTTP/1.1 (RFC 9112).'];
  }
  return undefined;
}
