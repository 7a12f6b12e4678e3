import { createHmac, hash } from 'node:crypto';
import { HmacSha256 } from './hmac.js';

// The steps of Signature Version 4, numbered as in the S3 API Reference, "Authenticating Requests: Using Query
// Parameters". Each function can be called alone.

export const ALGORITHM = 'AWS4-HMAC-SHA256';
/** The value that presigned URLs sign in place of the digest of the body, which is not known yet. */
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/**
 * Returns the canonical request (step 1). `path` and `query` are encoded and sorted, and `headers` has one line
 * `name:value\n` for each header.
 */
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

/** Returns the scope, such as `20130524/us-east-1/s3/aws4_request`. */
export const credentialScope = (day: string, region: string, service: string): string =>
  `${day}/${region}/${service}/aws4_request`;

/** Returns the string to sign (step 2). */
export const stringToSign = (amzDate: string, scope: string, request: string): string =>
  scopeLines(amzDate, scope) + requestDigest(request);

/**
 * Returns the first three lines of the string to sign. The last ones are cached, because requests of the same second
 * and Region share them.
 */
export function scopeLines(amzDate: string, scope: string): string {
  if (amzDate !== last.amzDate || scope !== last.scope) {
    // join makes a flat string; + would make a rope that is flattened again for each request
    last = { amzDate, scope, lines: [ALGORITHM, amzDate, scope, ''].join('\n') };
  }
  return last.lines;
}

let last = { amzDate: '', scope: '', lines: '' };

/** Returns the last line of the string to sign. */
export const requestDigest = (request: string): string => hash('sha256', request, 'hex');

/** Returns the signing key (step 3a). It takes four HMACs and is valid for a day, so keep it. */
export const signingKey = (
  secretAccessKey: string,
  day: string,
  region: string,
  service: string,
): HmacSha256 =>
  new HmacSha256(mac(mac(mac(mac(`AWS4${secretAccessKey}`, day), region), service), 'aws4_request'));

const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/**
 * Returns the signature in lower-case hex (step 3b). Its input is the whole string to sign, or its first three lines
 * and its last line.
 */
export const signature = (key: HmacSha256, scopeLinesOrAll: string, digest = ''): string =>
  key.hex(scopeLinesOrAll, digest);
