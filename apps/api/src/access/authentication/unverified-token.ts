import { errors, type JWTPayload } from 'jose';
import { isCanonical } from '#validation';
import { hasParts } from './compact-parts.js';
import { ALGORITHMS } from './verify-token.js';

/** Objects and lists within each other. Issuers nest three or four; 11 KiB of brackets take longer to parse than a signature to verify. */
const MAX_DEPTH = 32;

/**
 * Returns what a token says of itself, read only to know whose keys it must be verified with, and cheaply: anybody can
 * send such a token. `verifyToken` reads all of it again.
 *
 * @throws Error for what no key could make a good token
 */
export function unverifiedClaims(token: string): JWTPayload {
  if (!hasParts(token, 3) || !isCanonical(token)) throw new Error('no compact JWS');
  const [header, payload] = token.split('.', 2) as [string, string];
  const { alg } = parseObject(header);
  if (!ALGORITHMS.includes(alg as string))
    throw new errors.JOSEAlgNotAllowed('an algorithm that no issuer may use');
  return parseObject(payload);
}

/** @throws Error, SyntaxError */
function parseObject(part: string): Record<string, unknown> {
  const bytes = Buffer.from(part, 'base64url');
  if (!isNestedAtMost(bytes, MAX_DEPTH)) throw new Error('nested too deep');
  const value: unknown = JSON.parse(bytes.toString());
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('no JSON object');
  return value as Record<string, unknown>;
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\[]{}');

/**
 * Returns whether a JSON text (RFC 8259 §2) is nested at most this deep. For other bytes the result is
 * arbitrary: `JSON.parse` refuses them.
 */
function isNestedAtMost(json: Uint8Array, max: number): boolean {
  let depth = 0;
  let isText = false;
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index];
    if (isText) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if ((depth += 1) > max) return false;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
  }
  return true;
}
