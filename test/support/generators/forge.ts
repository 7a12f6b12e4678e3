import { createHmac, createSign, KeyObject, type KeyLike } from 'node:crypto';
import { CompactEncrypt, type CryptoKey } from 'jose';

/** Signs the two first parts of a token in whatever way. */
export type Sign = (input: string) => Buffer;

/** A compact JWS put together by hand, for what no library would sign. */
export function forge(header: object | string, payload: object | string | Uint8Array, sign: Sign): string {
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${sign(input).toString('base64url')}`;
}

const part = (value: object | string | Uint8Array): string => {
  const bytes = typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value);
  return Buffer.from(bytes as string).toString('base64url');
};

/** RS256, or ECDSA in DER where the key is of an elliptic curve. */
export const withPrivateKey =
  (key: CryptoKey | KeyObject): Sign =>
  (input) =>
    createSign('SHA256')
      .update(input)
      .sign(key instanceof KeyObject ? key : KeyObject.from(key));

/** HS256 */
export const withSecret =
  (secret: KeyLike): Sign =>
  (input) =>
    createHmac('sha256', secret).update(input).digest();

export const withBytes =
  (signature: Uint8Array): Sign =>
  () =>
    Buffer.from(signature);

/** Claims or a token, encrypted so that only the holder of the private key can read them. */
export function encrypt(text: string, key: CryptoKey, kid: string): Promise<string> {
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid, cty: 'JWT' })
    .encrypt(key);
}
