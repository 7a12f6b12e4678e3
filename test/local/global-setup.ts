import type { TestProject } from 'vitest/node';
import type { Ready } from '../../apps/local/src/ready-file.js';
import { startLocalProcess } from '../support/processes/local-process.js';

declare module 'vitest' {
  interface ProvidedContext {
    ready: Ready;
  }
}

/** Runs one `npm start` for the whole lane. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const local = await startLocalProcess();
  project.provide('ready', local.ready);
  return async () => {
    await local.stop();
  };
}
