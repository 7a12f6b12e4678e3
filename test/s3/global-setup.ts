import type { TestProject } from 'vitest/node';
import { startTarget } from '../targets/start-target.js';
import { TARGET_NAMES, type TargetName } from '../targets/target.js';
import { inFewWords } from './support/in-few-words.js';

/** Starts the target that the lane's `TEST_TARGET` names, once for all files. The returned function stops it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...data } = await startTarget(targetName(project)).catch((error: unknown) => {
    throw inFewWords(error);
  });
  project.provide('target', data);
  return stop;
}

function targetName({ config }: TestProject): TargetName {
  const name = config.env?.['TEST_TARGET'];
  const known = TARGET_NAMES.find((each) => each === name);
  if (!known) throw new Error(`TEST_TARGET is "${name}": make it one of ${TARGET_NAMES.join(', ')}.`);
  return known;
}
