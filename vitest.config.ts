import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: ['apps/**/*.spec.ts', 'libs/**/*.spec.ts'],
    environment: 'node',
    testTimeout: 30_000, // for thousands of random cases on a busy machine; what must be fast has a spec that says so
  },
});
