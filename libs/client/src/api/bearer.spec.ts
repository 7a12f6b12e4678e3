import { describe, expect, it, vi } from 'vitest';
import { Bearer } from './bearer.js';

describe('a token of the source', () => {
  it.each(['a.b-c_d~e+f/g==', ' \ta.b.c\n'])('is used: %j', async (token) => {
    expect(await new Bearer(() => token).token()).toBe(token.trim());
  });

  it.each(['', '\n', 'a.b.c\nd.e.f', 'a.b.c\u0000', 'a b', 'ключ', 'a=b'])(
    'is refused: %j',
    async (token) => {
      const refused = await new Bearer(() => token).token().catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'unusable_token', isTemporary: false });
    },
  );

  it('is not in the message', async () => {
    const refused = await new Bearer(() => 'two\nlines').token().catch((error: unknown) => error);
    expect((refused as Error).message).not.toMatch(/two|lines/);
  });

  it('is asked for again after it was refused', async () => {
    const tokens = ['two\nlines', 'good'];
    const bearer = new Bearer(() => tokens.shift()!);
    await expect(bearer.token()).rejects.toMatchObject({ code: 'unusable_token' });
    expect(await bearer.token()).toBe('good');
  });

  it('is asked for once by all requests that find it expired', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'Date'] });
    try {
      let asked = 0;
      const bearer = new Bearer(() => tokenUntil(Math.floor(Date.now() / 1000) + 60, ++asked));
      await bearer.token();
      vi.advanceTimersByTime(61_000);
      const tokens = await Promise.all(Array.from({ length: 20 }, () => bearer.token()));
      expect(new Set(tokens).size).toBe(1);
      expect(asked).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });
});

/** Returns a token without a signature. @param exp seconds since the epoch */
const tokenUntil = (exp: number, jti: number): string =>
  `a.${Buffer.from(JSON.stringify({ exp, jti })).toString('base64url')}.c`;
