import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** What component knative makes, judged by Knative's own code. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  resolve: source,
  ssr: { resolve: source },
  test: { include: ['test/knative/**/*.spec.ts'] },
});
