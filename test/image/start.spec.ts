import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { tenantEntry } from '../support/processes/in-process-api.js';
import { Container } from './support/container.js';
import { TenantFolder } from './support/tenant-folder.js';

const RUNS = 5;
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

describe('start to first answer', () => {
  let tenants: TenantFolder;
  beforeAll(async () => {
    tenants = await TenantFolder.create([tenantEntry('team-a')]);
  });
  afterAll(() => tenants?.[Symbol.asyncDispose]());

  it(
    'takes at most 1.3 times as long as a bare Nest on Fastify that isn’t bundled',
    { retry: 2 },
    async () => {
      const bare = `
      --volume ${path('../../node_modules')}:/bare/node_modules:ro
      --volume ${path('bare-nest.mjs')}:/bare/bare-nest.mjs:ro
      --env PATH=/nodejs/bin:/usr/local/bin:/usr/bin
      --entrypoint node ${inject('base')} /bare/bare-nest.mjs`;
      const times = { bare: [] as number[], image: [] as number[] };
      for (let run = 0; run < RUNS; run += 1) {
        times.bare.push(await timeOf(bare.trim().split(/\s+/)));
        times.image.push(await timeOf([...tenants.args, inject('image')]));
      }
      const [ofBare, ofImage] = [median(times.bare), median(times.image)];
      process.stdout.write(
        `start to first answer, medians of ${RUNS}: bare Nest ${ofBare} ms, the image ${ofImage} ms (${(ofImage / ofBare).toFixed(2)})\n`,
      );
      expect(ofImage / ofBare).toBeLessThanOrEqual(1.3);
    },
  );
});

async function timeOf(args: readonly string[]): Promise<number> {
  await using container = await Container.run(...args);
  return await container.answers(); // the container is removed at the end of this block
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
