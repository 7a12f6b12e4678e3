import { defineConfig } from 'vitest/config';
import { BehaviourReporter } from './s3/reporter.js';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** The suite for S3 servers. `TEST_TARGET` says which; scripts/test-targets.mjs runs it for several. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  resolve: source,
  ssr: { resolve: source },
  environments: { __vitest__: { resolve: source } }, // where globalSetup runs
  // Not among the reporters below: `--reporter` on the command line would replace it.
  plugins: [
    {
      name: 'behaviours',
      configureVitest: ({ vitest }) => void vitest.config.reporters.push(new BehaviourReporter()),
    },
  ],
  test: {
    include: ['test/s3/**/*.spec.ts'],
    globalSetup: 'test/s3/global-setup.ts',
    reporters: ['dot'],
    isolate: false,
    teardownTimeout: 30_000,
  },
});
