import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** The container image: built, looked into, run as a cluster runs it. */
export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: ['test/image/**/*.spec.ts'],
    globalSetup: ['test/image/global-setup.ts'],
    fileParallelism: false, // what is measured is measured alone
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
