/**
 * What API Gateway's HTTP APIs and function URLs send: payload format 2.0. API Gateway Developer Guide, "Create AWS Lambda
 * proxy integrations for HTTP APIs"; Lambda Developer Guide, "Invoking Lambda function URLs". Only what is used.
 */
export interface HttpEvent {
  readonly version: '2.0';
  /** The path, with the stage in front if it is not `$default`. */
  readonly rawPath: string;
  /** The query as the client sent it, without `?`; empty if there is none. */
  readonly rawQueryString: string;
  /** Lower-case names; several values of one name joined by commas. */
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
  /** One for each `set-cookie`: the one header that can't be joined. */
  readonly cookies: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** @throws TypeError for what comes from elsewhere, or in another format */
export function requireHttpEvent(event: unknown): asserts event is HttpEvent {
  const { version, requestContext } = (event ?? {}) as Partial<HttpEvent>;
  if (version === '2.0' && requestContext?.http !== undefined) return;
  throw new TypeError(
    'This is no HTTP event of payload format 2.0. Call by a function URL, or by an HTTP API whose integration has ' +
      'payloadFormatVersion 2.0.',
  );
}
