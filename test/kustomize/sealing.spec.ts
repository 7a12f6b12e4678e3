import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactEncrypt, compactDecrypt, importJWK, type JSONWebKeySet } from 'jose';
import { expect, test } from 'vitest';
import { HELP } from '../../apps/operator-cli/src/commands/sealing-rotate/command.js';
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

/** Runs the printed command with a kubectl that prints its input. */
function makeKeys(): JSONWebKeySet {
  const script = `kubectl() { cat; }\n${sealingCommand('team-a')}`;
  const { status, stdout } = spawnSync('bash', ['-euc', script], { encoding: 'utf8' });
  expect(status).toBe(0);
  return JSON.parse(stdout) as JSONWebKeySet;
}

test('docs/how-to/sealing-keys.md has the commands of --help, and that of tenant:new', () => {
  const page = readFileSync('docs/how-to/sealing-keys.md', 'utf8').replaceAll(/^ +/gm, '');
  const steps = HELP.split('\n').filter((line) => /^  (?:get\(\)|put\(\)|keys=\$\(get|npm run)/.test(line));
  expect(steps).toHaveLength(7);
  for (const step of steps) expect(page).toContain(`${step.trim()}\n`);
  expect(page).toContain(sealingCommand('team-d').replaceAll(/^ +/gm, ''));
});

/** A kubectl that stores one Secret in a file. */
const KUBECTL = `kubectl() {
  case "$*" in
    *"get secret tenant-presign-sealing"*) base64 < "$SECRET" ;;
    *"create secret"*--dry-run=client*) cat ;;
    *replace*) cat > "$SECRET" ;;
    *create*) cat > "$SECRET" ;;
    *) exit 64 ;;
  esac
}`;

/** Returns the first command of the runbook's section. */
function commandOfRunbook(): string {
  const [, section = ''] = readFileSync('docs/runbooks/revoke.md', 'utf8').split(
    '## End all that was sealed\n',
  );
  return /^```sh\n([^]*?)^```/m.exec(section)![1]!;
}

test('the commands that sealing:rotate --help and the runbook have for the Secret run as they stand there', () => {
  const commands = HELP.split('\n').filter((line) => /^  (?:namespace=|get\(\)|put\(\)|keys=)/.test(line));
  expect(commands).toHaveLength(7);
  const folder = mkdtempSync(join(tmpdir(), 'secret-'));
  const SECRET = join(folder, 'keys.json');
  const run = (...lines: string[]) => {
    const script = [KUBECTL, ...commands.slice(0, 3), ...lines].join('\n');
    return spawnSync('bash', ['-uc', script], { encoding: 'utf8', env: { ...process.env, SECRET } });
  };
  const kidsAfter = (...lines: string[]) => {
    const { status, stderr } = run(...lines);
    expect(status, stderr).toBe(0);
    return (JSON.parse(readFileSync(SECRET, 'utf8')) as JSONWebKeySet).keys.map(({ kid }) => kid!);
  };
  try {
    const [append, promote, keepFirst, dropOld] = commands.slice(3);
    writeFileSync(SECRET, 'broken');
    expect(run(append!).status).toBe(1);
    expect(readFileSync(SECRET, 'utf8')).toBe('broken');
    const [old] = kidsAfter(sealingCommand('team-a'));
    const [first, last, ...more] = kidsAfter(append!);
    expect([first, more]).toEqual([old, []]);
    expect(kidsAfter(promote!)).toEqual([last, old]);
    expect(kidsAfter(keepFirst!)).toEqual([last]);
    const [fresh, ...none] = kidsAfter(dropOld!);
    expect(none).toEqual([]);
    expect([old, last]).not.toContain(fresh);
    const [again, ...noMore] = kidsAfter(commandOfRunbook());
    expect(noMore).toEqual([]);
    expect([old, last, fresh]).not.toContain(again);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);
