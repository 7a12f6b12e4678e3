import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { Registry } from './support/registry.js';
import { release } from './support/release.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that `release build` wrote. */
    released: string;
    /** Host and port of the registry that `release push` filled. */
    registry: string;
    /** The output of `release push`. */
    pushed: string;
  }
}

/**
 * Builds and pushes a release of the current files once for the whole lane. Pushes it a second time, which must change
 * nothing.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'release-'));
  const registry = await Registry.start();
  const teardown = async (): Promise<void> => {
    await registry[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  };
  try {
    await release('build', folder, '--rehearsal');
    const push = async (): Promise<string> =>
      (await release('push', folder, `http://${registry.host}/team`)).stdout;
    const pushed = await push();
    if ((await push()) !== pushed) throw new Error('Pushing twice changes what is in the registry.');
    project.provide('released', folder);
    project.provide('registry', registry.host);
    project.provide('pushed', pushed);
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}
