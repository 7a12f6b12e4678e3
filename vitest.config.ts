import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { LANES, specs } from './test/lanes.js';

const source = { conditions: ['source', 'node', 'import', 'default'] };

/** One project for each lane of test/lanes.ts, and `LANE:last` for its files that run last. One at a time: lanes measure. */
const projects = LANES.flatMap(({ name, include = specs(name), last, options }) => [
  { name, include, ...options },
  ...(last ? [{ name: `${name}:last`, include: last, ...options }] : []),
]).map((test, groupOrder): TestProjectInlineConfiguration => ({
  resolve: source,
  ssr: { resolve: source },
  environments: { __vitest__: { resolve: source } }, // where globalSetup runs
  test: { ...test, sequence: { groupOrder } },
}));

export default defineConfig({ test: { projects, teardownTimeout: 60_000 } });
