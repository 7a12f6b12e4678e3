import type { HttpEvent } from './event.js';

/** A request in the form in which it would come over a connection. */
export interface EventRequest {
  readonly method: string;
  /** The path and query (RFC 9112 §3.2.1), neither decoded nor normalised. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Buffer | undefined;
  readonly remoteAddress: string;
}

export function requestOfEvent(event: HttpEvent): EventRequest {
  const { method, sourceIp } = event.requestContext.http;
  const { body, isBase64Encoded } = event;
  const payload = body === undefined ? undefined : Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return {
    method,
    target: targetOf(event),
    headers: headersOf(event, payload),
    payload,
    remoteAddress: sourceIp,
  };
}

function targetOf({ rawPath, rawQueryString, requestContext: { stage } }: HttpEvent): string {
  const prefix = `/${stage}/`;
  const path =
    stage !== '$default' && rawPath.startsWith(prefix) ? rawPath.slice(prefix.length - 1) : rawPath;
  return encodeStrays(path) + (rawQueryString === '' ? '' : `?${rawQueryString}`);
}

/** Encodes characters that are not allowed in a path, since HTTP APIs may decode the path. */
const encodeStrays = (path: string): string =>
  path.toWellFormed().replace(/[^!-~]+|[?#]/gu, (stray) => encodeURIComponent(stray));

/** Returns the headers without those about the transfer to AWS, since the event contains the whole body. */
function headersOf(
  { headers, requestContext }: HttpEvent,
  payload: Buffer | undefined,
): Record<string, string> {
  const { 'transfer-encoding': _, 'content-length': __, ...kept } = headers;
  return {
    'x-request-id': requestContext.requestId,
    ...kept,
    ...(payload && { 'content-length': String(payload.length) }),
  };
}
