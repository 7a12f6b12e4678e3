import { spawnSync } from 'node:child_process';
import { CompactEncrypt, compactDecrypt, importJWK, type JSONWebKeySet } from 'jose';
import { expect, test } from 'vitest';
import { sealingCommand } from '../../apps/operator-cli/src/commands/tenant-new/sealing-secret.js';

test('the printed command makes a JWK Set whose key seals and opens, another each time', async () => {
  const [first, second] = [makeKeys(), makeKeys()];
  expect(first.keys).toEqual([
    {
      kty: 'oct',
      use: 'enc',
      alg: 'dir',
      kid: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      k: expect.stringMatching(/^[\w-]{43}$/),
    },
  ]);
  expect(first.keys[0]!.k).not.toBe(second.keys[0]!.k);

  const [key, other] = await Promise.all([first, second].map(({ keys }) => importJWK(keys[0]!, 'A256GCM')));
  const sealed = await new CompactEncrypt(Buffer.from('x'))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(key!);
  expect(Buffer.from((await compactDecrypt(sealed, key!)).plaintext).toString()).toBe('x');
  await expect(compactDecrypt(sealed, other!)).rejects.toThrow();
});

/** The command as printed, with a kubectl that shows what it is given. */
function makeKeys(): JSONWebKeySet {
  const script = `kubectl() { cat; }\n${sealingCommand('team-a')}`;
  const { status, stdout } = spawnSync('bash', ['-euc', script], { encoding: 'utf8' });
  expect(status).toBe(0);
  return JSON.parse(stdout) as JSONWebKeySet;
}
