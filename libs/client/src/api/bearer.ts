import { TransferError } from '../errors.js';

/**
 * Returns a token. The library calls the source for the first request, and again when the last token is about to expire
 * or the API refuses it.
 */
export type TokenSource = () => string | Promise<string>;

/**
 * When a new token is requested: if less than this share of the token's life is left, but at most this number of
 * milliseconds before it expires.
 */
const EARLY = { share: 0.2, most: 10_000 };

/** The characters of a bearer token (RFC 6750 §2.1). */
const TOKEN = /^[\w.~+/-]+=*$/;

/** The token in use. The library reads its claims but does not verify them, which the API does. */
export class Bearer {
  #asked: Promise<{ readonly token: string; readonly until: number }> | undefined;
  #subject: string | undefined;

  constructor(private readonly source: TokenSource) {}

  /** Returns a token that is valid now. @throws TransferError `unusable_token`; what the source throws */
  async token(): Promise<string> {
    const asked = (this.#asked ??= this.#ask());
    const { token, until } = await asked;
    if (performance.now() < until) return token;
    if (this.#asked === asked) this.#asked = undefined; // otherwise, another request has asked again
    return (await (this.#asked ??= this.#ask())).token;
  }

  /** Discards the token after the API refused it, so that the next request gets a new one. */
  refused(): void {
    this.#asked = undefined;
  }

  /** Returns `iss` and `sub` of the token, to which uploads belong. A claim that can't be read counts as empty. */
  async subject(): Promise<string> {
    const token = await this.token();
    const { iss = '', sub = '' } = claimsOf(token);
    return (this.#subject ??= `${String(iss)} ${String(sub)}`);
  }

  #ask(): Promise<{ token: string; until: number }> {
    const asked = (async () => {
      const token = (await this.source()).trim();
      if (!TOKEN.test(token)) {
        throw new TransferError(
          'unusable_token',
          'The token is empty, or has a character that no bearer token has, such as a line break. Check its source.',
        );
      }
      const { exp, iat } = claimsOf(token);
      const now = Date.now();
      const left = typeof exp === 'number' ? exp * 1000 - now : Infinity;
      const life = typeof exp === 'number' && typeof iat === 'number' ? (exp - iat) * 1000 : left;
      const early = Math.min(EARLY.most, EARLY.share * life);
      // A wrong clock on this machine must not cause a call of the source for each request. The API decides what has
      // expired.
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
