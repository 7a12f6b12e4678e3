import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** Pages that the API serves, in Debian's Chromium, over what `npm start` runs. */
export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: ['test/browser/**/*.spec.ts'],
    globalSetup: ['test/local/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
