import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCaptured } from '../testing/run-captured.js';
import { COMMANDS } from './commands.js';
import { EXIT_CODES } from './exit-code.js';

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');
const rows = (first: RegExp) =>
  read('docs/operator-cli.md')
    .split('\n')
    .filter((line) => first.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, 3)
        .map((cell) => cell.trim()),
    );

it('--help lists every command with an example, and the exit codes', async () => {
  const { code, out, err } = await runCaptured(['--help']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const { name, summary, example } of COMMANDS) {
    expect(out).toContain(summary);
    expect(out).toContain(`npm run ${name} -- ${example}\n`);
  }
  for (const meaning of Object.values(EXIT_CODES)) expect(out).toContain(meaning);
});

it.each(COMMANDS.map(({ name }) => name))('%s is an npm script, and explains itself', async (name) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  expect(scripts[name]).toBe(`node scripts/operator.mjs ${name}`);
  for (const args of [['--help'], ['anything', '-h']]) {
    expect(await runCaptured([name, ...args])).toMatchObject({
      code: 0,
      out: expect.stringMatching(`^Usage: npm run ${name} -- [^]*\nExit codes:\n  0 `) as string,
      err: '',
    });
  }
});

it.each([
  [[], 'No command is given.'],
  [['tenant:old'], 'There is no command tenant:old.'],
  [['tenant:check', '--fast'], "Unknown option '--fast'"],
  [['signings:trace', '--', '--help'], 'Give one ID'],
])('refuses %j', async (args, says) => {
  const { code, out, err } = await runCaptured(args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(new RegExp(`^${says}[^]*\n\nUsage: `));
});

it('docs/operator-cli.md has the same commands and exit codes', () => {
  expect(rows(/^\| `/)).toEqual(COMMANDS.map(({ name, summary }) => [`\`${name}\``, summary]));
  expect(rows(/^\| \d /)).toEqual(Object.entries(EXIT_CODES));
});
