import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** Two replicas under load while everything around them fails: a minute, or as long as `npm run soak` says. */
export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  environments: { __vitest__: { resolve: source } }, // where globalSetup runs
  root: `${import.meta.dirname}/..`,
  test: {
    include: ['test/soak/**/*.spec.ts'],
    globalSetup: 'test/identity/support/global-setup.ts',
    teardownTimeout: 30_000,
  },
});
