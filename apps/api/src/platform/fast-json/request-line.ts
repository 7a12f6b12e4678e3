/**
 * The log line of one request. It holds the route's pattern and never the URL, because a path may hold a sealed id and
 * a query may hold a key.
 */
export interface RequestLine {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  /** Milliseconds, of which the line has three decimals. */
  readonly durationMs: number;
  readonly tenant?: string | undefined;
  readonly code?: string | undefined;
  /** The reason for a 401 or 403, or for refused operations of a batch. */
  readonly refusal?: RefusalDetails | undefined;
  /** The trace id in the format of W3C Trace Context. */
  readonly traceId?: string | undefined;
}

/** The details of a refusal: its reason, and the action and the key if they are known. */
export interface RefusalDetails {
  readonly reason: string;
  readonly action?: string | undefined;
  /** The key in the form in which the caller named it. */
  readonly key?: string | undefined;
}

/** The caller of a request for which no audit event is written. */
export interface RequestCaller {
  readonly issuer: string;
  /** The token's subject, cut to its first `MAX_SUBJECT` characters. */
  readonly subject: string;
  /** The ULID of the upload session, if the request had the session's capability. */
  readonly session?: string | undefined;
}

/** The maximum length of a subject in a line, and below it of a key; refused requests may be frequent. */
export const MAX_SUBJECT = 256;
export const MAX_KEY = 1024;

/**
 * Writes the line as pino would, in 0.4 µs instead of 1.3. Only a subject and a key need escaping. Ids, tenants, names
 * of issuers, codes, reasons and actions consist of letters, digits, `-` and `_`; routes are patterns of the API's own.
 *
 * @param time ISO 8601
 */
export function requestLine(line: RequestLine, time: string, caller?: RequestCaller): string {
  const { requestId, method, route, status, durationMs, tenant, code, refusal, traceId } = line;
  return (
    `{"level":"info","time":"${time}","requestId":"${requestId}","method":"${method}","route":"${route}",` +
    `"status":${status},"durationMs":${thousandths(durationMs)}${member('tenant', tenant)}` +
    `${caller === undefined ? '' : callerMembers(caller)}${member('code', code)}` +
    `${refusal === undefined ? '' : refusalMembers(refusal)}${member('traceId', traceId)},"msg":"request"}\n`
  );
}

/** The decimals of thousandths, without zeros at the end. */
const DECIMALS = Array.from({ length: 1000 }, (_, number) => String(number / 1000).slice(1));

/** Writes a number, rounded to thousandths. V8 takes 0.4 µs more for fractions than for integers. */
function thousandths(value: number): string {
  const number = Math.round(value * 1000);
  return `${Math.floor(number / 1000)}${DECIMALS[number % 1000]}`;
}

const callerMembers = ({ issuer, subject, session }: RequestCaller): string =>
  `${member('issuer', issuer)},"subject":${text(subject, MAX_SUBJECT)}${member('session', session)}`;

const refusalMembers = ({ reason, action, key }: RefusalDetails): string =>
  `${member('reason', reason)}${member('action', action)}${key === undefined ? '' : `,"key":${text(key, MAX_KEY)}`}`;

/** Cuts a text to `most` characters without splitting a surrogate pair, and marks that it was cut. */
const text = (value: string, most: number): string =>
  JSON.stringify(value.length <= most ? value : `${value.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`);

const member = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `,"${name}":"${value}"`;
