import { calculateJwkThumbprint, type CryptoKey, type JWK } from 'jose';

/** AES-256 keys by `kid`. The first key seals and all keys open, so that sealed values survive a rotation. */
export interface SealingKeys {
  readonly first: string;
  readonly byId: ReadonlyMap<string, CryptoKey>;
}

/** The length in bytes of a key for A256GCM (RFC 7518 §5.3). */
const KEY_BYTES = 32;

/**
 * Parses a JWK Set (RFC 7517 §5) of symmetric keys. The thumbprint (RFC 7638) identifies a key without `kid`.
 *
 * @throws Error that lists every validation error, without any part of the keys
 */
export async function parseSealingKeys(text: string): Promise<SealingKeys> {
  const entries = entriesOf(text);
  const errors = entries.flatMap(errorsOf);
  if (errors.length > 0) throw new Error(errors.join(' '));
  const keys = await Promise.all((entries as JWK[]).map(importKey));
  const byId = new Map(keys);
  if (byId.size < keys.length) throw new Error('Two keys have the same kid. Give each its own, or none.');
  return { first: keys[0]![0], byId };
}

function entriesOf(text: string): readonly unknown[] {
  let set: unknown;
  try {
    set = JSON.parse(text);
  } catch {
    throw new Error('It is not JSON.'); // the parser's error quotes the text
  }
  const keys = (set as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys) || keys.length === 0) {
    throw new Error('It is not a JWK Set with at least one key: {"keys":[{"kty":"oct","k":"…"}]}.');
  }
  return keys;
}

function errorsOf(entry: unknown, index: number): string[] {
  const { kty, k, kid, alg, use } = (entry ?? {}) as Record<string, unknown>;
  const wrong: string[] = [];
  if (kty !== 'oct') wrong.push('kty must be "oct"');
  if (typeof k !== 'string' || !isKey(k)) wrong.push(`k must be the base64url of ${KEY_BYTES} random bytes`);
  if (kid !== undefined && (typeof kid !== 'string' || !/^[\w.-]{1,64}$/.test(kid))) {
    wrong.push('kid must be up to 64 letters, digits and "_.-"');
  }
  if (alg !== undefined && alg !== 'dir' && alg !== 'A256GCM') {
    wrong.push('alg must be "dir" or "A256GCM", or left out');
  }
  if (use !== undefined && use !== 'enc') wrong.push('use must be "enc", or left out');
  return wrong.map((what) => `/keys/${index}: ${what}.`);
}

function isKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === KEY_BYTES && bytes.toString('base64url') === text;
}

async function importKey(jwk: JWK): Promise<[kid: string, key: CryptoKey]> {
  const kid = jwk.kid ?? (await calculateJwkThumbprint(jwk));
  const bytes = Buffer.from(jwk.k!, 'base64url');
  return [kid, await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])];
}
