import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** Black-box tests of what `npm start` runs: the API over the embedded S3. */
export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: ['test/local/**/*.spec.ts'],
    globalSetup: ['test/local/global-setup.ts'],
    testTimeout: 20_000,
  },
});
