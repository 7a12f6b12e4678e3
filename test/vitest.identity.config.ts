import { defineConfig } from 'vitest/config';

const conditions = { conditions: ['source', 'node', 'import', 'default'] };
const source = { resolve: conditions, ssr: { resolve: conditions } };

/** Files of one folder, which run together, after the groups of a lower order. */
const group = (name: string, groupOrder: number) => ({
  ...source,
  test: {
    name,
    include: [`test/identity/${name}/**/*.spec.ts`],
    sequence: { groupOrder },
    maxConcurrency: 8,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});

/**
 * Identity towards AWS, from outside. `TEST_TARGET` says which server is AWS: radosgw, which refuses, where it says
 * nothing; or LocalStack, which has the shape. What has to be in time runs when the rest is done.
 */
export default defineConfig({
  ...source,
  root: `${import.meta.dirname}/..`,
  environments: { __vitest__: { resolve: conditions } }, // where globalSetup runs
  test: {
    ...(process.env['TEST_TARGET'] === 'localstack'
      ? { projects: [group('localstack', 0)] }
      : {
          projects: [group('trust', 0), group('time', 1)],
          globalSetup: 'test/identity/support/global-setup.ts',
        }),
    maxWorkers: 3, // they wait more than they work
    teardownTimeout: 30_000,
  },
});
