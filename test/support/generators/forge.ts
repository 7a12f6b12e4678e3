import { createHmac, createSign, KeyObject, type KeyLike } from 'node:crypto';
import { CompactEncrypt, type CryptoKey } from 'jose';

/** A function that signs the first two parts of a token in any way. */
export type Sign = (input: string) => Buffer;

/** Returns a compact JWS that is composed by hand, for tokens that no library would sign. */
export function forge(header: object | string, payload: object | string | Uint8Array, sign: Sign): string {
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${sign(input).toString('base64url')}`;
}

const part = (value: object | string | Uint8Array): string => {
  const bytes = typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value);
  return Buffer.from(bytes as string).toString('base64url');
};

/** Returns a function that signs by RS256. With a key of an elliptic curve, it signs by ECDSA in DER format. */
export const withPrivateKey =
  (key: CryptoKey | KeyObject): Sign =>
  (input) =>
    createSign('SHA256')
      .update(input)
      .sign(key instanceof KeyObject ? key : KeyObject.from(key));

/** Returns a function that signs by HS256. */
export const withSecret =
  (secret: KeyLike): Sign =>
  (input) =>
    createHmac('sha256', secret).update(input).digest();

export const withBytes =
  (signature: Uint8Array): Sign =>
  () =>
    Buffer.from(signature);

/** Encrypts claims or a token, so that only the holder of the private key can read them. */
export function encrypt(text: string, key: CryptoKey, kid: string): Promise<string> {
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid, cty: 'JWT' })
    .encrypt(key);
}
