import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { ENV } from './support/workspace.js';

// Runs the commands as npm does, on the repository's own overlays.

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/operator.mjs', ...args], { encoding: 'utf8', env: ENV });

test('tenant:check finds nothing wrong, and says what it rendered with', () => {
  const { status, stdout } = run('tenant:check');
  expect(stdout).toMatch(
    /^shared: no faults\nteam-a: no faults\n[^]*overlays?, rendered by kust?[^]*: no faults\n$/,
  );
  expect(status).toBe(0);
});

test.each([
  [['tenant:check', 'team-z'], 'There is no overlay team-z'],
  [['tenant:new', 'team-z'], '--account is missing'],
])('%j ends with 2, and its words are on standard error', (args, words) => {
  const { status, stdout, stderr } = run(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(words);
});
