import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** The image and the overlays on a real Kubernetes. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  resolve: source,
  ssr: { resolve: source },
  environments: { __vitest__: { resolve: source } }, // where globalSetup runs
  test: {
    include: ['test/kubernetes/**/*.spec.ts'],
    globalSetup: 'test/kubernetes/global-setup.ts',
    maxWorkers: 3, // they wait more than they work
    hookTimeout: 120_000,
    testTimeout: 120_000,
    teardownTimeout: 60_000,
  },
});
