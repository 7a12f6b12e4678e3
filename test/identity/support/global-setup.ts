import type { TestProject } from 'vitest/node';
import { Radosgw } from '../../support/processes/radosgw.js';

declare module 'vitest' {
  interface ProvidedContext {
    radosgw: Radosgw['where'];
  }
}

/** Starts one radosgw for all files of the lane, in all projects. Each file creates its own accounts in it. */
export default async function setup({ vitest }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const root = vitest.getRootProject();
  if (root.getProvidedContext().radosgw) return undefined;
  const radosgw = await Radosgw.start();
  root.provide('radosgw', radosgw.where);
  return () => radosgw.stop();
}
