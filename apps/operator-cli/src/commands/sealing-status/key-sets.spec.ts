import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCaptured } from '../../../testing/run-captured.js';
import { behind, keySetOf, PROGRAM, report, type PodKeys } from './key-sets.js';

const textOf = (...kids: string[]) =>
  `${JSON.stringify({ keys: kids.map((kid) => ({ kty: 'oct', kid, k: 'x'.repeat(43) })) })}\n`;
const pod = (name: string, ...kids: string[]): PodKeys => ({
  pod: name,
  keys: keySetOf(textOf(...kids)),
  reason: undefined,
});

it('a pod is behind until it has the same keys in the same order', () => {
  const secret = keySetOf(textOf('new', 'old'));
  const pods = [
    pod('a', 'new', 'old'),
    pod('b', 'old', 'new'),
    pod('c', 'old'),
    { pod: 'd', keys: undefined, reason: 'not yet, it has no keys' },
  ];
  expect(behind(secret, pods).map((each) => each.pod)).toEqual(['b', 'c', 'd']);
  expect(report(secret, pods)).toBe(`The Secret: new, which seals, and old, which only opens
a: has them
b: not yet, it has old, which seals, and new, which only opens
c: not yet, it has old, which seals
d: not yet, it has no keys
`);
  expect(behind(secret, [])).toEqual([]);
  expect(report(secret, [])).toContain('No pod runs.');
});

it('a key of the same name that is another key is noticed, and nothing of a key is shown', () => {
  const [one, other] = [textOf('a'), textOf('a').replace('xxx', 'yyy')];
  expect(keySetOf(one).digest).not.toBe(keySetOf(other).digest);
  expect(report(keySetOf(one), [pod('p', 'a')])).not.toContain('x');
});

it('the program in the pod says the same as we do here', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  try {
    const file = join(folder, 'keys.json');
    const env = { ...process.env, SEALING_KEYS_FILE: file };
    const run = () => spawnSync(process.execPath, ['--eval', PROGRAM], { env, encoding: 'utf8' });
    expect(run().stderr).toContain('ENOENT');
    writeFileSync(file, textOf('new', 'old'));
    expect(JSON.parse(run().stdout)).toEqual(keySetOf(textOf('new', 'old')));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it.each([
  [[], 'Name one namespace.'],
  [['team-a', 'team-b'], 'Name one namespace.'],
  [['team-a', '--wait', 'long'], '--wait is long'],
])('refuses %j', async (args, says) => {
  const { code, out, err } = await runCaptured(['sealing:status', ...args]);
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining(says) as string });
});

it('says that there is no kubectl', async () => {
  const { code, err } = await runCaptured(['sealing:status', 'team-a'], { env: { PATH: '/nowhere' } });
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringContaining('kubectl is not on PATH') as string,
  });
});
