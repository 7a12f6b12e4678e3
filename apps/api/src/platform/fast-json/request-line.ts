/** One line for each request. The route's pattern, never the URL: a path may hold a sealed id, a query a key. */
export interface RequestLine {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  readonly tenant?: string | undefined;
  readonly code?: string | undefined;
  /** Why a 401 or 403, or operations of a batch, were refused. */
  readonly refusal?: RefusalDetails | undefined;
  /** As W3C Trace Context has it. */
  readonly traceId?: string | undefined;
}

/** Of a refusal: the action and the key where they are known. */
export interface RefusalDetails {
  readonly reason: string;
  readonly action?: string | undefined;
  /** As the caller names it. */
  readonly key?: string | undefined;
}

/** Who called: of a request that no audit event tells of. */
export interface RequestCaller {
  readonly issuer: string;
  /** As the token has it; only its beginning is written of a long one. */
  readonly subject: string;
  /** ULID of the upload session, where its capability was shown. */
  readonly session?: string | undefined;
}

/** Characters of a subject, and of a key, that are written: of refused requests there may be many. */
export const MAX_SUBJECT = 256;
export const MAX_KEY = 1024;

/**
 * Writes the line as pino would: 0.4 µs instead of 1.3. Only a subject and a key need escaping: ids, tenants, names of
 * issuers, codes, reasons and actions have letters, digits, `-` and `_`, routes are the API's own.
 *
 * @param time ISO 8601
 */
export function requestLine(line: RequestLine, time: string, caller?: RequestCaller): string {
  const { requestId, method, route, status, durationMs, tenant, code, refusal, traceId } = line;
  return (
    `{"level":"info","time":"${time}","requestId":"${requestId}","method":"${method}","route":"${route}",` +
    `"status":${status},"durationMs":${durationMs}${member('tenant', tenant)}` +
    `${caller === undefined ? '' : callerMembers(caller)}${member('code', code)}` +
    `${refusal === undefined ? '' : refusalMembers(refusal)}${member('traceId', traceId)},"msg":"request"}\n`
  );
}

const callerMembers = ({ issuer, subject, session }: RequestCaller): string =>
  `${member('issuer', issuer)},"subject":${text(subject, MAX_SUBJECT)}${member('session', session)}`;

const refusalMembers = ({ reason, action, key }: RefusalDetails): string =>
  `${member('reason', reason)}${member('action', action)}${key === undefined ? '' : `,"key":${text(key, MAX_KEY)}`}`;

/** No half of a surrogate pair, and a mark that it is not the whole. */
const text = (value: string, most: number): string =>
  JSON.stringify(value.length <= most ? value : `${value.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`);

const member = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `,"${name}":"${value}"`;
