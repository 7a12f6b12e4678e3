import { describe, expect, it } from 'vitest';
import { SealingKeyFile } from '../../api/src/access/sealing/sealing-key-file.js';
import { SealingSecret } from './sealing-secret.js';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:tenant-presign/sealing-abcdef';
const NOW = Date.parse('2026-11-24T12:00:00Z');
const set = (kid: string) =>
  JSON.stringify({ keys: [{ kty: 'oct', kid, k: Buffer.alloc(32, kid).toString('base64url') }] });

/** Returns a secret that changes, and a clock that stands still. */
function world(first: string | Error) {
  const state = { text: first, now: NOW, calls: 0 };
  const secret = new SealingSecret(
    ARN,
    async (arn) => {
      expect(arn).toBe(ARN);
      state.calls++;
      if (state.text instanceof Error) throw state.text;
      return state.text;
    },
    () => state.now,
  );
  return { state, secret };
}

describe('sealing keys of a secret', () => {
  it('are read once in five minutes, for all who ask', async () => {
    const { state, secret } = world(set('old'));
    await Promise.all([secret.read(), secret.read()]);
    state.now += 299_999;
    await secret.read();
    expect(state.calls).toBe(1);
    state.now++;
    await secret.read();
    expect(state.calls).toBe(2);
  });

  it('are rotated five minutes later at the latest', async () => {
    const { state, secret } = world(set('old'));
    const keys = await SealingKeyFile.of(secret, NOW, ({ message }) => expect.fail(message));
    state.text = set('new');
    expect((await keys.current(NOW + 200_000))?.first).toBe('old');
    state.now += 300_000;
    expect((await keys.current(state.now))?.first).toBe('new');
  });

  it('may be unavailable at the start, which is reported once, and come ten seconds later', async () => {
    const { state, secret } = world(new Error('AccessDeniedException'));
    const reports: string[] = [];
    const keys = await SealingKeyFile.of(secret, NOW, ({ message }) => reports.push(message));
    expect(await keys.current(NOW + 5_000)).toBeUndefined();
    expect(state.calls).toBe(1);
    expect(reports).toEqual([`SEALING_KEYS_SECRET ${ARN} can’t be used. AccessDeniedException`]);
    state.text = set('first');
    state.now += 10_000;
    expect((await keys.current(state.now))?.first).toBe('first');
  });

  it('stay when the secret breaks, and no word of it is in the report', async () => {
    const { state, secret } = world(set('old'));
    const reports: string[] = [];
    const keys = await SealingKeyFile.of(secret, NOW, ({ message }) => reports.push(message));
    state.text = '{"keys":[{"kty":"oct","k":"too-short-a-secret"}]}';
    state.now += 300_000;
    expect((await keys.current(state.now))?.first).toBe('old');
    expect(reports).toHaveLength(1);
    expect(reports[0]).not.toContain('too-short-a-secret');
  });
});
