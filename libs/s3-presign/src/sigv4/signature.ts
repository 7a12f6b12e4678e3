import { createHmac, hash } from 'node:crypto';
import { HmacSha256 } from './hmac.js';

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

/** Step 2. */
export const stringToSign = (amzDate: string, scope: string, request: string): string =>
  scopeLines(amzDate, scope) + requestDigest(request);

/** The first three lines of the string to sign. The last are kept: requests of a second and a region have them in common. */
export function scopeLines(amzDate: string, scope: string): string {
  if (amzDate !== last.amzDate || scope !== last.scope) {
    // join: a flat string, where + would make one that is put together again for each request
    last = { amzDate, scope, lines: [ALGORITHM, amzDate, scope, ''].join('\n') };
  }
  return last.lines;
}

let last = { amzDate: '', scope: '', lines: '' };

/** The last line of the string to sign. */
export const requestDigest = (request: string): string => hash('sha256', request, 'hex');

/** Step 3a. Four HMACs, good for a day: keep the result. */
export const signingKey = (
  secretAccessKey: string,
  day: string,
  region: string,
  service: string,
): HmacSha256 =>
  new HmacSha256(mac(mac(mac(mac(`AWS4${secretAccessKey}`, day), region), service), 'aws4_request'));

const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Step 3b, over the string to sign or over its two parts. Lower-case hex. */
export const signature = (key: HmacSha256, scopeLinesOrAll: string, digest = ''): string =>
  key.hex(scopeLinesOrAll, digest);
