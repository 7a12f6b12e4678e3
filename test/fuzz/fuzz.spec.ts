import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiClient } from '../support/clients/api-client.js';
import { startLocalProcess, type LocalProcess } from '../support/processes/local-process.js';
import type { Target } from './target.js';

/** The duration of each target in seconds, and the seed. */
const { FUZZ_TARGET: only, FUZZ_SECONDS = '5', FUZZ_SEED: seed } = process.env;
const targets = readdirSync(join(import.meta.dirname, 'targets'))
  .map((file) => file.replace('.ts', ''))
  .filter((name) => only === undefined || name === only);

let local: LocalProcess, client: ApiClient;
beforeAll(async () => {
  local = await startLocalProcess();
  client = new ApiClient(local.ready.url, 'team-a', local.ready.tenants['team-a']!.token);
});
afterAll(() => local.stop());

it.each(targets)('%s', async (name) => {
  const { target } = (await import(`./targets/${name}.ts`)) as { target: Target };
  const {
    failed,
    numRuns,
    seed: begun,
    ...details
  } = await fc.check(await target.property(client), {
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: Number(FUZZ_SECONDS) * 1000,
    ...(seed !== undefined && { seed: Number(seed) }),
  });
  process.stdout.write(`${name}: ${numRuns} runs, seed ${begun}\n`);
  const words = `${JSON.stringify(details.counterexample)} seed ${begun}: ${String(details.errorInstance)}`;
  expect(failed && details.counterexample !== null, words).toBe(false);
  expect(numRuns).toBeGreaterThan(20);
  expect(local.child.exitCode).toBeNull();
  expect(local.stderr()).not.toContain('"level":"error"');
});
