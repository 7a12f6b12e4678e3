import { describe, expect, it } from 'vitest';
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
});
