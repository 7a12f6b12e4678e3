import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** The Lambda function as it is deployed: the packaged folder, in a process that talks to the runtime API. */
export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: ['test/lambda/**/*.spec.ts'],
    globalSetup: ['test/lambda/global-setup.ts'],
    testTimeout: 20_000,
  },
});
