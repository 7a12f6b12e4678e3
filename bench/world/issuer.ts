import { SignJWT, exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose';

export const ISSUER = 'https://idp.bench.invalid/realms/platform';
export const AUDIENCE = 'tenant-presign/bench';

/** A substitute for the platform's identity provider. */
export class Issuer {
  readonly jwks: JSONWebKeySet;
  readonly #key: CryptoKey;

  private constructor(key: CryptoKey, jwks: JSONWebKeySet) {
    this.#key = key;
    this.jwks = jwks;
  }

  static async create(): Promise<Issuer> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'ES256', use: 'sig' };
    return new Issuer(privateKey, { keys: [jwk] });
  }

  /** Returns a token that is valid for an hour. */
  token(tenants: readonly string[], subject = 'u1'): Promise<string> {
    return new SignJWT({ tenants, groups: ['editors'] })
      .setProtectedHeader({ alg: 'ES256', kid: 'bench' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(this.#key);
  }
}
