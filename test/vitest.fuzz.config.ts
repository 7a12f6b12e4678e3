import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** What nobody would send, to what `npm start` runs: what must hold, holds all the same. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: ['test/fuzz/**/*.spec.ts'],
    testTimeout: (Number(process.env['FUZZ_SECONDS'] ?? 5) + 60) * 1000,
    hookTimeout: 60_000,
  },
});
