import { errors, type JWTPayload } from 'jose';
import { isCanonical } from '#validation';
import { hasParts } from './compact-parts.js';
import { ALGORITHMS } from './verify-token.js';

/**
 * The maximum nesting depth. Issuers use three or four levels; 11 KiB of brackets take longer to parse than a signature
 * takes to verify.
 */
const MAX_DEPTH = 32;

/**
 * Returns the claims of an unverified token. They are used only to select the keys for the verification. The function
 * is cheap, because any client can send such a token; `verifyToken` reads the whole token again.
 *
 * @throws Error for a text that can't be a valid token with any key
 */
export function unverifiedClaims(token: string): JWTPayload {
  if (!hasParts(token, 3) || !isCanonical(token)) throw new Error('not a compact JWS');
  const [header, payload] = token.split('.', 2) as [string, string];
  const { alg } = parseObject(header);
  if (!ALGORITHMS.includes(alg as string))
    throw new errors.JOSEAlgNotAllowed('an algorithm that no issuer may use');
  return parseObject(payload);
}

/**
 * Parses one part of a token as a JSON object.
 *
 * @throws Error, SyntaxError
 */
function parseObject(part: string): Record<string, unknown> {
  const bytes = Buffer.from(part, 'base64url');
  if (!isNestedAtMost(bytes, MAX_DEPTH)) throw new Error('nested too deep');
  const value: unknown = JSON.parse(bytes.toString());
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('not a JSON object');
  return value as Record<string, unknown>;
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\[]{}');

/**
 * Returns whether a JSON text (RFC 8259 §2) has at most this nesting depth. For bytes that are not JSON, the result is
 * arbitrary: `JSON.parse` refuses them later.
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
