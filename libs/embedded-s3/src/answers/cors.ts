import type { CorsRule } from '../options.js';
import { S3Error } from './s3-error.js';

// This file follows S3 User Guide, "Using cross-origin resource sharing (CORS)", and Fetch Standard, "CORS protocol".

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

/** The CORS rules for pages of other origins. The first rule that matches origin, method and headers applies. */
export class Cors {
  constructor(private rules: readonly CorsRule[]) {}

  /** Replaces the rules, like `PutBucketCors`. */
  put(rules: readonly CorsRule[]): void {
    this.rules = rules;
  }

  /**
   * Answers a preflight.
   *
   * @returns the headers of the answer
   * @throws S3Error if no rule allows the request
   */
  preflight(headers: Headers): Record<string, string> {
    const { origin, 'access-control-request-method': method } = headers;
    if (typeof origin !== 'string' || typeof method !== 'string') {
      throw new S3Error(400, 'BadRequest', 'Insufficient information. Origin request header needed.');
    }
    const names = listOf(headers['access-control-request-headers']);
    const rule = this.#find(origin, method, names);
    if (!rule) throw new S3Error(403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
    return {
      ...answerOf(rule, origin),
      ...(names.length > 0 && { 'access-control-allow-headers': names.join(', ') }),
      ...(rule.MaxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
    };
  }

  /** Returns the CORS headers of the answer to the actual request. @returns no headers if no rule allows the request */
  of(method: string, { origin }: Headers): Record<string, string> {
    const rule = typeof origin === 'string' && this.#find(origin, method, []);
    return rule ? answerOf(rule, origin) : {};
  }

  #find(origin: string, method: string, headers: readonly string[]): CorsRule | undefined {
    return this.rules.find(
      (rule) =>
        matches(rule.AllowedOrigins, origin) &&
        rule.AllowedMethods.includes(method) &&
        headers.every((name) => matches(rule.AllowedHeaders ?? [], name)),
    );
  }
}

function answerOf(rule: CorsRule, origin: string): Record<string, string> {
  const forAll = rule.AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': forAll ? '*' : origin,
    ...(!forAll && { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(rule.ExposeHeaders && { 'access-control-expose-headers': rule.ExposeHeaders.join(', ') }),
    vary: VARY,
  };
}

/** Returns whether a text matches one of the patterns. A pattern has at most one `*`. */
const matches = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => {
    const [start = '', end] = pattern.toLowerCase().split('*');
    const found = text.toLowerCase();
    if (end === undefined) return found === start;
    return found.length >= start.length + end.length && found.startsWith(start) && found.endsWith(end);
  });

const listOf = (header: string | string[] | undefined): readonly string[] =>
  (typeof header === 'string' ? header.split(',') : []).map((name) => name.trim().toLowerCase());
