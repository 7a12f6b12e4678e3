import type { TestProject } from 'vitest/node';
import { Radosgw } from '../../support/radosgw.js';

declare module 'vitest' {
  interface ProvidedContext {
    radosgw: Radosgw['where'];
  }
}

/** One radosgw for all files; each makes accounts of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const radosgw = await Radosgw.start();
  project.provide('radosgw', radosgw.where);
  return () => radosgw.stop();
}
