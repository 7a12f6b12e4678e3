import type { HttpEvent } from '../../../apps/lambda/src/event.js';

/** A client's request, as AWS receives it. */
export interface ClientRequest {
  readonly method?: string;
  /** The path and query. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** The stage of an HTTP API. */
  readonly stage?: string;
}

const AWS_HEADERS = {
  'x-amzn-trace-id': 'Root=1-65f2f6d2-5d8a1c2e3b4f5a6b7c8d9e0f',
  'x-forwarded-for': '203.0.113.7',
  'x-forwarded-port': '443',
  'x-forwarded-proto': 'https',
};

/**
 * Returns the event that a function URL sends: Lambda Developer Guide, "Invoking Lambda function URLs", request payload
 * format.
 */
export function functionUrlEvent(request: ClientRequest): HttpEvent {
  const host = 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-west-1.on.aws';
  return {
    ...common(request, host, '$default'),
    headers: { ...AWS_HEADERS, ...headersOf(request), host, 'x-amzn-tls-version': 'TLSv1.3' },
    ...bodyOf(request),
  } as unknown as HttpEvent;
}

/**
 * Returns the event that an HTTP API sends: API Gateway Developer Guide, "AWS Lambda proxy integrations", payload
 * format 2.0.
 */
export function httpApiEvent({ stage = '$default', ...request }: ClientRequest): HttpEvent {
  const host = 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com';
  return {
    ...common(request, host, stage),
    headers: { ...AWS_HEADERS, ...headersOf(request), host },
    ...bodyOf(request),
    pathParameters: { proxy: request.target.split('?')[0]!.slice(1) },
    stageVariables: { unused: 'by us' },
  } as unknown as HttpEvent;
}

function common({ method = 'GET', target }: ClientRequest, host: string, stage: string): object {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const rawPath = stage === '$default' ? path : `/${stage}${path}`;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: query,
    cookies: ['unrelated=1'],
    ...(query !== '' && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    requestContext: {
      accountId: '123456789012',
      apiId: host.split('.')[0],
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '203.0.113.7',
        userAgent: 'curl/8.14.1',
      },
      requestId: '6e1c1b0a-0f9e-4b7d-9d3a-2f1e5c7b9a10',
      routeKey: '$default',
      stage,
      time: '24/Nov/2026:12:00:00 +0000',
      timeEpoch: 1_795_521_600_000,
    },
  };
}

function headersOf({ headers = {}, body }: ClientRequest): Record<string, string> {
  return { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) };
}

/** Returns the body in an event. Function URLs and HTTP APIs send text unchanged, and other bodies in Base64. */
const bodyOf = ({ body }: ClientRequest): object =>
  typeof body === 'string'
    ? { body, isBase64Encoded: false }
    : { ...(body && { body: body.toString('base64') }), isBase64Encoded: body !== undefined };
