import { expect, it } from 'vitest';
import { releaseMemory } from './release-memory.js';

it('collects garbage', async () => {
  const held = new WeakRef({ large: Array.from({ length: 100_000 }, (_, index) => ({ index })) });
  await releaseMemory();
  expect(held.deref()).toBeUndefined();
});
