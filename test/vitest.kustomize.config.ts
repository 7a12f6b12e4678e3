import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** Overlays and their commands, with the kustomize that is there. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  resolve: source,
  ssr: { resolve: source },
  test: { include: ['test/kustomize/**/*.spec.ts'], testTimeout: 60_000 },
});
