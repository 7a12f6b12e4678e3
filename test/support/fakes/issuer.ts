import {
  CompactSign,
  exportJWK,
  generateKeyPair,
  type CompactJWSHeaderParameters,
  type CryptoKey,
  type JSONWebKeySet,
  type JWK,
} from 'jose';

/** A private key and its public half, as an issuer keeps them. */
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

/** A JWS over anything: also what no issuer would sign. */
export function signJson(
  claims: unknown,
  key: CryptoKey | Uint8Array,
  header: CompactJWSHeaderParameters,
): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader(header).sign(key);
}

/** A pod as a projected token describes it. */
export interface Pod {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly pod?: string;
}

export interface IssuerOptions {
  /** `iss` */
  readonly issuer: string;
  /** `aud` */
  readonly audience: string;
  /** Milliseconds since the epoch: tokens are issued then and live for ten minutes. */
  readonly clock?: () => number;
}

/** An identity provider with real keys, for tests. It publishes nothing by itself: see JwksServer, or write `jwks` to a file. */
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

  /** The newest, which signs. */
  get key(): SigningKey {
    return this.#keys.at(-1)!;
  }

  get jwks(): JSONWebKeySet {
    return { keys: this.#keys.map(({ jwk }) => jwk) };
  }

  /** A new key signs from now on. @param keep whether the old ones stay published */
  async rotate({ keep = true, alg = 'ES256' } = {}): Promise<SigningKey> {
    const key = await createSigningKey(`key-${Number(this.key.kid.slice(4)) + 1}`, alg);
    this.#keys = keep ? [...this.#keys, key] : [key];
    return key;
  }

  /** What every token of this issuer says; `undefined` takes a claim away. */
  claims(claims: Record<string, unknown> = {}): Record<string, unknown> {
    const iat = Math.floor((this.options.clock ?? Date.now)() / 1000);
    const { issuer: iss, audience: aud } = this.options;
    return { iss, aud, sub: 'alice', iat, exp: iat + 600, ...claims };
  }

  /** @param header replaces members of the header; `kid: undefined` takes it away */
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
   * A token as kubelet projects it into a pod: Kubernetes, "ServiceAccount token volume projection". No `typ`, `aud` an
   * array.
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
