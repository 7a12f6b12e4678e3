import { buildImage } from '../../scripts/image.mjs';
import type { TestProject } from 'vitest/node';
import { bases, docker } from './support/docker.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The name of the image under test. */
    image: string;
    /** The name of its base image. */
    base: string;
  }
}

const IMAGE = 'tenant-presign:test';

/**
 * Builds the image from the current files. It uses the bases of test/peers/image-base if they exist, and otherwise the
 * registry's.
 */
export default async function setup(project: TestProject): Promise<void> {
  const { args, base } = await bases();
  buildImage([...args, '--quiet', '--tag', IMAGE]);
  await docker('image', 'inspect', IMAGE);
  project.provide('image', IMAGE);
  project.provide('base', base);
}
