import { errors, type JWTPayload } from 'jose';
import { isCanonical } from '#validation';
import { ShapeScan, type JsonShape } from '../../platform/http/json-shape.js';
import { hasParts } from './compact-parts.js';
import { ALGORITHMS } from './verify-token.js';

/**
 * The largest shape of a token's header and of its claims. Parsed, each value takes up to 200 bytes, and many tokens are in
 * memory at the same time. Issuers use three or four levels, and list some hundred groups.
 */
const MAX_SHAPE: JsonShape = { values: 1000, items: 1000, depth: 32 };

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
  const text = Buffer.from(part, 'base64url').toString();
  if (new ShapeScan(text, MAX_SHAPE).read()) throw new Error('too many values, or nested too deep');
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('not a JSON object');
  return value as Record<string, unknown>;
}
