import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

// The steps of Signature Version 4 as the S3 API Reference numbers them in
// "Authenticating Requests: Using Query Parameters". Each is pure and can be called alone.

export const ALGORITHM = 'AWS4-HMAC-SHA256';
/** S3 signs presigned URLs over this instead of the digest of a body that isn't there yet. */
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/** Step 1. `path` and `query` are encoded and sorted, `headers` is a block of `name:value\n`. */
export function canonicalRequest(
  method: string,
  path: string,
  query: string,
  headers: string,
  signedHeaders: string,
  payloadHash: string = UNSIGNED_PAYLOAD,
): string {
  return `${method}\n${path}\n${query}\n${headers}\n${signedHeaders}\n${payloadHash}`;
}

/** `20130524/us-east-1/s3/aws4_request` */
export const credentialScope = (day: string, region: string, service: string): string =>
  `${day}/${region}/${service}/aws4_request`;

/** Step 2. The first of the two crypto calls of a signing. */
export function stringToSign(amzDate: string, scope: string, request: string): string {
  return `${ALGORITHM}\n${amzDate}\n${scope}\n${hash('sha256', request, 'hex')}`;
}

/** Step 3a. Four HMACs, good for a day: keep the result. A KeyObject, since HMAC over a Buffer costs several times as much. */
export function signingKey(
  secretAccessKey: string,
  day: string,
  region: string,
  service: string,
): KeyObject {
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  return createSecretKey(
    mac(mac(mac(mac(`AWS4${secretAccessKey}`, day), region), service), 'aws4_request'),
  );
}

/** Step 3b. The second crypto call. Lower-case hex. */
export function signature(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
