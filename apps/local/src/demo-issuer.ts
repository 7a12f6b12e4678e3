import { SignJWT, exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose';
import { AUDIENCE, ISSUER } from './demo-tenants.js';

const TOKEN_LIFE = '12h';

/** A substitute for the platform's identity provider. Its signing key lives as long as the process. */
export class DemoIssuer {
  private constructor(
    private readonly key: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'],
    readonly jwks: JSONWebKeySet,
  ) {}

  static async create(): Promise<DemoIssuer> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'local', alg: 'ES256', use: 'sig' };
    return new DemoIssuer(privateKey, { keys: [jwk] });
  }

  /** Returns a token for these tenants. */
  token(...tenants: readonly string[]): Promise<string> {
    return new SignJWT({ tenants })
      .setProtectedHeader({ alg: 'ES256', kid: 'local' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject('demo')
      .setIssuedAt()
      .setExpirationTime(TOKEN_LIFE)
      .sign(this.key);
  }
}
