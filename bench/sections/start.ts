import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { Connection } from '../load/connection.ts';
import { requestText, type HttpRequest } from '../load/request.ts';
import { ServerProcess, type ServerCommand } from '../load/server-process.ts';
import { interleave } from '../measure/interleave.ts';
import { spreadOf, type Spread } from '../measure/stats.ts';
import { bundling } from '../product.ts';
import { apiCommand, downloadOf } from '../servers/subjects.ts';
import type { World } from '../world/world.ts';

/** The time from the start of a process to its first answer. */
export interface Start {
  readonly title: string;
  readonly milliseconds: Spread;
  /** The time of each round, in milliseconds. */
  readonly times: readonly number[];
  /** The resident memory at the first answer, in megabytes. */
  readonly memory: Spread | undefined;
}

export type StartName = 'bundle' | 'cached' | 'unbundled' | 'nestBundle' | 'nestUnbundled';

const TITLES: Record<StartName, string> = {
  bundle: 'ours, bundled: first signed URL',
  cached: 'ours, bundled, with what V8 compiled before, as the image has it: first signed URL',
  unbundled: 'ours, unbundled: first signed URL',
  nestBundle: 'bare Nest on Fastify, bundled: first answer',
  nestUnbundled: 'bare Nest on Fastify, unbundled: first answer',
};

/**
 * Measures starts.
 *
 * @param rounds the number of rounds after a first one that is not counted; it fills the page cache and the compile
 * cache
 */
export async function measureStart(world: World, rounds: number): Promise<Record<StartName, Start>> {
  const tenantsFile = world.tenantFile({ tenants: 1, grants: 2 });
  const request = downloadOf('team-a', await world.issuer.token(['team-a']));
  const bundle = apiCommand(tenantsFile);
  const commands: Record<StartName, ServerCommand> = {
    bundle,
    cached: { ...bundle, env: { ...bundle.env, NODE_COMPILE_CACHE: world.path('compile-cache') } },
    unbundled: apiCommand(tenantsFile, 'apps/api/src/main.js'),
    nestBundle: { args: [await bundleOfNest(world.path('nest'))] },
    nestUnbundled: { args: [NEST] },
  };
  const names = Object.keys(commands) as StartName[];
  const started = await interleave(names, rounds + 1, (name) => startOnce(commands[name], request));
  return Object.fromEntries(
    names.map((name) => {
      const counted = started[name].slice(1);
      const memory = counted.flatMap((each) => each.memory ?? []);
      const times = counted.map(({ milliseconds }) => milliseconds);
      const start: Start = {
        title: TITLES[name],
        milliseconds: spreadOf(times),
        times,
        memory: memory.length > 0 ? spreadOf(memory) : undefined,
      };
      return [name, start];
    }),
  ) as Record<StartName, Start>;
}

async function startOnce(command: ServerCommand, request: HttpRequest) {
  const start = performance.now();
  const server = await ServerProcess.start(command);
  try {
    const connection = await Connection.open(server.port);
    const status = await new Promise<number>((done) => connection.send(requestText(request), done));
    const milliseconds = performance.now() - start;
    connection.close();
    if (status !== 200) throw new Error(`${command.args.at(-1)} answered ${status}`);
    return { milliseconds, memory: server.memory };
  } finally {
    await server.stop('SIGTERM'); // Node writes its compile cache only when a process ends by itself
  }
}

const NEST = fileURLToPath(new URL('../servers/nest-noop.ts', import.meta.url));

/** Bundles the Nest server with the product's own bundler and options. @returns the path of the bundle */
async function bundleOfNest(folder: string): Promise<string> {
  const { external, platform } = bundling;
  const bundle = await rolldown({ input: NEST, external, platform, logLevel: 'silent' });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'nest.mjs', keepNames: true });
  await bundle.close();
  return join(folder, 'nest.mjs');
}
