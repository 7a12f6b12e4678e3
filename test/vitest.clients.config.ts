import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** Clients that others' generators make of the OpenAPI document, used on what `npm start` runs. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: ['test/clients/**/*.spec.ts'],
    globalSetup: ['test/local/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
