import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { releaseMemory } from './release-memory.js';

it('collects garbage', async () => {
  const held = new WeakRef({ large: Array.from({ length: 100_000 }, (_, index) => ({ index })) });
  await releaseMemory();
  expect(held.deref()).toBeUndefined();
});

it.each([[[]], [['--permission', '--allow-fs-read=*']]])('does no harm to a process with %j', (options) => {
  const file = new URL('release-memory.ts', import.meta.url).href;
  const program = `await (await import('${file}')).releaseMemory(); process.stdout.write('runs');`;
  const args = ['--no-warnings', ...options, '--input-type=module', '--eval', program];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe('runs');
});
