/** Gives out a token: asked first for the first request, and again whenever the token before is about to expire. */
export type TokenSource = () => string | Promise<string>;

/** The share of a token's life that may be left when another one is asked for, and the most, in milliseconds. */
const EARLY = { share: 0.2, most: 10_000 };

/** The token in use. Its claims are read, not verified: that is the API's part. */
export class Bearer {
  #asked: Promise<{ readonly token: string; readonly until: number }> | undefined;
  #subject: string | undefined;

  constructor(private readonly source: TokenSource) {}

  /** @throws what the source throws */
  async token(): Promise<string> {
    this.#asked ??= this.#ask();
    const { token, until } = await this.#asked;
    if (performance.now() < until) return token;
    this.#asked = this.#ask();
    return (await this.#asked).token;
  }

  /** The API refused this token: the next one is asked for. */
  refused(): void {
    this.#asked = undefined;
  }

  /** `iss` and `sub`, to which uploads belong; the token's beginning if it can't be read. */
  async subject(): Promise<string> {
    const token = await this.token();
    const { iss = '', sub = '' } = claimsOf(token);
    return (this.#subject ??= `${String(iss)} ${String(sub)}`);
  }

  #ask(): Promise<{ token: string; until: number }> {
    const asked = (async () => {
      const token = (await this.source()).trim();
      const { exp, iat } = claimsOf(token);
      const now = Date.now();
      const left = typeof exp === 'number' ? exp * 1000 - now : Infinity;
      const life = typeof exp === 'number' && typeof iat === 'number' ? (exp - iat) * 1000 : left;
      const early = Math.min(EARLY.most, EARLY.share * life);
      // A clock that is wrong here must not make it ask for each request: the API says what has expired.
      return { token, until: performance.now() + Math.max(1000, left - early) };
    })();
    asked.catch(() => this.refused());
    return asked;
  }
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
