import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that is zipped and uploaded. */
    taskRoot: string;
  }
}

const run = promisify(execFile);

/** Builds the function in a folder that has no node_modules in any parent folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const taskRoot = await mkdtemp(join(tmpdir(), 'tenant-presign-lambda-'));
  await run(process.execPath, ['scripts/package.mjs', 'lambda', taskRoot]);
  project.provide('taskRoot', taskRoot);
  return () => rm(taskRoot, { recursive: true });
}
