import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: ['apps/**/*.spec.ts', 'libs/**/*.spec.ts'],
    environment: 'node',
  },
});
