import { S3Error } from './s3-error.js';

// S3 User Guide, "Using cross-origin resource sharing (CORS)"; Fetch Standard, "CORS protocol".

const METHODS = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** @returns headers of the answer to a preflight; @throws S3Error where the origin or method is not allowed */
export function preflightHeaders(headers: Headers, allowed: readonly string[]): Record<string, string> {
  const {
    origin,
    'access-control-request-method': method,
    'access-control-request-headers': names,
  } = headers;
  if (typeof origin !== 'string' || typeof method !== 'string') {
    throw new S3Error(400, 'BadRequest', 'Insufficient information. Origin request header needed.');
  }
  if (!isAllowed(origin, allowed) || !METHODS.includes(method)) {
    throw new S3Error(403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
  }
  return {
    ...allowOrigin(origin),
    'access-control-allow-methods': METHODS.join(', '),
    ...(typeof names === 'string' && { 'access-control-allow-headers': names }),
    'access-control-max-age': '600',
  };
}

/** @param answered names of the headers of the answer, of which pages may read those that S3 makes */
export function corsHeaders(
  { origin }: Headers,
  allowed: readonly string[],
  answered: readonly string[],
): Record<string, string> {
  if (typeof origin !== 'string' || !isAllowed(origin, allowed)) return {};
  const exposed = answered.filter((name) => READABLE.test(name));
  return { ...allowOrigin(origin), 'access-control-expose-headers': exposed.join(', ') };
}

const READABLE = /^(etag|x-amz-.*|accept-ranges|content-(disposition|encoding|range))$/;

const isAllowed = (origin: string, allowed: readonly string[]) =>
  allowed.includes(origin) || allowed.includes('*');

const allowOrigin = (origin: string) => ({ 'access-control-allow-origin': origin, vary: 'Origin' });
