/** The results of an explanation: why a presigned URL fails, or that the reason is `unknown`. */
export const VERDICTS = [
  'malformed_url',
  'missing_parameter',
  'malformed_parameter',
  'missing_signed_header',
  'wrong_bucket',
  'wrong_host',
  'wrong_scheme',
  'wrong_region',
  'wrong_method',
  'expired',
  'not_yet_valid',
  'clock_skew',
  'credentials_ended',
  'unknown_access_key',
  'invalid_token',
  'unsigned_header',
  'request_differs',
  'altered',
  'unaltered',
  'no_such_key',
  'unknown',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * The parts of a canonical request, in their order (S3 API Reference, "Authenticating Requests: Using Query
 * Parameters").
 */
export const PARTS = ['method', 'path', 'query', 'header', 'signed_headers', 'payload'] as const;
export type Part = (typeof PARTS)[number];

/** The first difference between S3's canonical request and the URL's. */
export interface Difference {
  /** The number of the line in S3's canonical request, from 1. */
  readonly line: number;
  /** The position of the first differing character in the line, from 1. */
  readonly position: number;
  readonly part: Part;
  /** The name of the header or parameter. */
  readonly name?: string | undefined;
}

/** The reason why a URL fails. It never contains a signature, a token, or a value from a request. */
export interface Explanation {
  readonly verdict: Verdict;
  /** A sentence that says what is wrong and what to do. */
  readonly detail: string;
  /** The query parameter that is wrong or missing. */
  readonly parameter?: string | undefined;
  /** The header that is wrong or missing. */
  readonly header?: string | undefined;
  /** The method that the URL was signed for, if it is known. */
  readonly method?: string | undefined;
  readonly difference?: Difference | undefined;
}
