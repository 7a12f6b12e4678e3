/** One line for each request. The route's pattern, never the URL: a path may hold a sealed id, a query a key. */
export interface RequestLine {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  readonly tenant?: string | undefined;
  readonly code?: string | undefined;
  /** As W3C Trace Context has it. */
  readonly traceId?: string | undefined;
}

/**
 * As pino would write it, at a fifth of the cost. Nothing in it needs to be escaped: ids, tenants and codes are of letters,
 * digits, `-` and `_`, routes are the API's own.
 *
 * @param time ISO 8601
 */
export function requestLine(line: RequestLine, time: string): string {
  const { requestId, method, route, status, durationMs, tenant, code, traceId } = line;
  return (
    `{"level":"info","time":"${time}","requestId":"${requestId}","method":"${method}","route":"${route}",` +
    `"status":${status},"durationMs":${durationMs}${member('tenant', tenant)}${member('code', code)}` +
    `${member('traceId', traceId)},"msg":"request"}\n`
  );
}

const member = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `,"${name}":"${value}"`;
