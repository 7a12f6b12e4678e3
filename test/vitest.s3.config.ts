import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** The suite for S3 servers. `TEST_TARGET` says which; `npm run test:TARGET` sets it. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  resolve: source,
  ssr: { resolve: source },
  environments: { __vitest__: { resolve: source } }, // where globalSetup runs
  test: {
    include: ['test/s3/**/*.spec.ts', 'test/api/**/*.spec.ts'],
    globalSetup: 'test/s3/global-setup.ts',
    reporters: ['dot', './test/s3/reporter.ts'],
    isolate: false,
    testTimeout: 20_000,
    teardownTimeout: 30_000,
  },
});
