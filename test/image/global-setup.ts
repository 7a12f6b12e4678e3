import { buildImage } from '../../scripts/image.mjs';
import type { TestProject } from 'vitest/node';
import { bases, docker } from './support/docker.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Name of the image under test. */
    image: string;
    /** Name of the image that it is built on. */
    base: string;
  }
}

const IMAGE = 'tenant-presign:test';

/** Builds from the files as they are, on the bases of test/peers/image-base where they are here, else on the registry's. */
export default async function setup(project: TestProject): Promise<void> {
  const { args, base } = await bases();
  buildImage([...args, '--quiet', '--tag', IMAGE]);
  await docker('image', 'inspect', IMAGE);
  project.provide('image', IMAGE);
  project.provide('base', base);
}
