import { TestIssuer } from '../../support/fakes/issuer.js';
import { JwksServer } from '../../support/fakes/jwks-server.js';

const SUBJECTS = 40;
const AUDIENCE = 'tenant-presign/soak';

/**
 * The tokens of many callers. Their issuer rotates its keys as providers do: it publishes a new key, then signs with
 * it.
 */
export class Tokens implements AsyncDisposable {
  /** A token with valid claims, signed with a key that the issuer doesn't have. */
  readonly forged: string;
  #tokens: readonly string[] = [];
  #next = 0;

  private constructor(
    private readonly issuer: TestIssuer,
    private readonly server: JwksServer,
    private readonly tenant: string,
    forged: string,
  ) {
    this.forged = forged;
  }

  static async start(tenant: string): Promise<Tokens> {
    const server = await JwksServer.start();
    const options = { issuer: server.url, audience: AUDIENCE };
    const forger = await TestIssuer.create(options);
    const forged = await forger.token({ tenants: [tenant] });
    const tokens = new Tokens(await TestIssuer.create(options), server, tenant, forged);
    server.publishProvider(tokens.issuer.jwks);
    await tokens.#issue();
    return tokens;
  }

  /** The `issuers` of the tenant file. */
  get trusted(): object {
    const { issuer, audience } = this.issuer.options;
    return { name: 'platform', issuer, audience, tenants: '/tenants' };
  }

  /** Returns a token of the next caller in turn. */
  next(): string {
    return this.#tokens[this.#next++ % this.#tokens.length]!;
  }

  /** Rotates the key, and issues new tokens for all callers. The earlier key stays valid. */
  async rotate(): Promise<void> {
    await this.issuer.rotate();
    this.server.publishProvider(this.issuer.jwks);
    await this.#issue();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }

  async #issue(): Promise<void> {
    this.#tokens = await Promise.all(
      Array.from({ length: SUBJECTS }, (_, index) =>
        this.issuer.token({ sub: `user-${index}`, tenants: [this.tenant] }),
      ),
    );
  }
}
