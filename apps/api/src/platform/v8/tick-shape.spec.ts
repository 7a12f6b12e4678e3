import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** In a process of its own, since this one's ticks may be slow already. */
const MEASURE = `
  const ticks = () => new Promise((done) => {
    const start = process.hrtime.bigint();
    let left = 20_000;
    const tick = () => --left === 0 && done(Number(process.hrtime.bigint() - start) / 20_000);
    for (let i = left; i > 0; i--) process.nextTick(tick);
  });
  const least = async () => {
    let least = Infinity;
    for (let i = 0; i < 20; i++) least = Math.min(least, await ticks());
    return least;
  };
  const before = await least();
  await releaseMemory();
  console.log((await least()) / before);
`;

const from = (path: string) => JSON.stringify(new URL(path, import.meta.url));

/** How many times as long a tick takes afterwards. */
function growth(first: string): number {
  const program = `
    import { keepTickShape } from ${from('./tick-shape.ts')};
    import { releaseMemory } from ${from('./release-memory.ts')};
    ${first}
    ${MEASURE}`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}

it('keeps ticks as fast as they were when memory is released', () => {
  expect(growth('keepTickShape();')).toBeLessThan(2);
});

it('is needed', () => {
  expect(growth('')).toBeGreaterThan(3);
});
