/**
 * The event of API Gateway's HTTP APIs and of function URLs, in payload format 2.0, with the fields that are used here.
 * See API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs", and Lambda Developer Guide,
 * "Invoking Lambda function URLs".
 */
export interface HttpEvent {
  readonly version: '2.0';
  /** The path, with the stage in front if it is not `$default`. */
  readonly rawPath: string;
  /** The query as the client sent it, without `?`; empty if there is none. */
  readonly rawQueryString: string;
  /** The headers, with names in lower case. Several values of one name are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly http: { readonly method: string; readonly sourceIp: string };
    readonly stage: string;
    readonly requestId: string;
  };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** The result that API Gateway and function URLs turn into an HTTP response. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The values of `set-cookie`, the only header whose values can't be joined. */
  readonly cookies: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** Checks that a value is such an event. @throws TypeError for an event of another source or format */
export function requireHttpEvent(event: unknown): asserts event is HttpEvent {
  const { version, requestContext } = (event ?? {}) as Partial<HttpEvent>;
  if (version === '2.0' && requestContext?.http !== undefined) return;
  throw new TypeError(
    'This is not an HTTP event of payload format 2.0. Call the function by a function URL, or by an HTTP API whose integration has ' +
      'payloadFormatVersion 2.0.',
  );
}
