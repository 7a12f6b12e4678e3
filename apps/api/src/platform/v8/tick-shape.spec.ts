import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** The script runs in a process of its own, because ticks of this process may already be slow. */
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

/** Returns the factor by which a tick becomes slower. */
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
