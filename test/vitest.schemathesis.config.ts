import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** What `npm start` runs, called by schemathesis in every way that the OpenAPI document allows, and in others. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: ['test/schemathesis/**/*.spec.ts'],
    testTimeout: (Number(process.env['SCHEMATHESIS_SECONDS'] ?? 75) + 120) * 1000,
    hookTimeout: 60_000,
  },
});
