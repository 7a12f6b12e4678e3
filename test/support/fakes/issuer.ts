import {
  CompactSign,
  exportJWK,
  generateKeyPair,
  type CompactJWSHeaderParameters,
  type CryptoKey,
  type JSONWebKeySet,
  type JWK,
} from 'jose';

/** A private key and its public key, which an issuer keeps. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

export async function createSigningKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** Signs any JSON as a JWS, including what no issuer would sign. */
export function signJson(
  claims: unknown,
  key: CryptoKey | Uint8Array,
  header: CompactJWSHeaderParameters,
): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader(header).sign(key);
}

/** The pod that a projected token describes. */
export interface Pod {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly pod?: string;
}

export interface IssuerOptions {
  /** The claim `iss`. */
  readonly issuer: string;
  /** The claim `aud`. */
  readonly audience: string;
  /** The clock, in milliseconds since the epoch, by which tokens are issued. They are valid for ten minutes. */
  readonly clock?: () => number;
}

/**
 * An identity provider with real keys, for tests. It doesn't publish its keys: use JwksServer, or write `jwks` to a
 * file.
 */
export class TestIssuer {
  #keys: SigningKey[];

  private constructor(
    readonly options: IssuerOptions,
    key: SigningKey,
  ) {
    this.#keys = [key];
  }

  static async create(options: IssuerOptions): Promise<TestIssuer> {
    return new TestIssuer(options, await createSigningKey('key-1'));
  }

  /** The newest key, which signs. */
  get key(): SigningKey {
    return this.#keys.at(-1)!;
  }

  get jwks(): JSONWebKeySet {
    return { keys: this.#keys.map(({ jwk }) => jwk) };
  }

  /** Makes a new key, which signs from now on. @param keep whether the old keys stay published */
  async rotate({ keep = true, alg = 'ES256' } = {}): Promise<SigningKey> {
    const key = await createSigningKey(`key-${Number(this.key.kid.slice(4)) + 1}`, alg);
    this.#keys = keep ? [...this.#keys, key] : [key];
    return key;
  }

  /** Returns the claims of every token of this issuer, with changes. `undefined` removes a claim. */
  claims(claims: Record<string, unknown> = {}): Record<string, unknown> {
    const iat = Math.floor((this.options.clock ?? Date.now)() / 1000);
    const { issuer: iss, audience: aud } = this.options;
    return { iss, aud, sub: 'alice', iat, exp: iat + 600, ...claims };
  }

  /** Returns a token. @param header replaces members of the header; `kid: undefined` removes the key id */
  token(
    claims: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
    key = this.key,
  ): Promise<string> {
    return signJson(this.claims(claims), key.privateKey, {
      alg: key.alg,
      kid: key.kid,
      typ: 'JWT',
      ...header,
    });
  }

  /**
   * Returns a token like those that kubelet projects into pods: Kubernetes, "ServiceAccount token volume projection".
   * It has no `typ`, and its `aud` is an array.
   *
   * @param change replaces claims
   */
  serviceAccountToken(
    { namespace, serviceAccount, pod = 'app-0' }: Pod,
    change: Record<string, unknown> = {},
  ): Promise<string> {
    const claims = {
      aud: [this.options.audience],
      sub: `system:serviceaccount:${namespace}:${serviceAccount}`,
      nbf: this.claims()['iat'],
      jti: crypto.randomUUID(),
      'kubernetes.io': {
        namespace,
        node: { name: 'node-0', uid: crypto.randomUUID() },
        pod: { name: pod, uid: crypto.randomUUID() },
        serviceaccount: { name: serviceAccount, uid: crypto.randomUUID() },
      },
      ...change,
    };
    return this.token(claims, { typ: undefined });
  }
}
