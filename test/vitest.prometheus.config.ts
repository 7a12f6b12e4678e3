import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** Metrics, alerts and dashboard, judged by Prometheus. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  resolve: source,
  ssr: { resolve: source },
  test: { include: ['test/prometheus/**/*.spec.ts'], testTimeout: 30_000, hookTimeout: 60_000 },
});
