import { mkdir, writeFile } from 'node:fs/promises';
import type { Reporter, SerializedError, TestCase, TestModule, TestProject, Vitest } from 'vitest/node';
import { knownGapTitles } from '../targets/not-verified.js';
import type { BehaviourReport } from './support/behaviour.js';

export interface BehaviourLine extends Omit<BehaviourReport, 'outcome'> {
  readonly group: string;
  readonly title: string;
  readonly outcome: BehaviourReport['outcome'] | 'failed';
}

/** Prints in one line which behaviours a target has, and writes `test-results/behaviours.TARGET.json`. */
export default class BehaviourReporter implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  async onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): Promise<void> {
    for (const project of this.#vitest?.projects ?? []) {
      const name = project.config.env?.['TEST_TARGET'];
      if (name) await reportOn(name, project, errors.length > 0 ? [] : modules);
    }
  }
}

async function reportOn(name: string, project: TestProject, modules: readonly TestModule[]): Promise<void> {
  const { target } = project.getProvidedContext();
  const ours = modules.filter((module) => module.project === project && isOfSuite(module.moduleId));
  if (!target || ours.length === 0) return console.log(`target ${name}: did not run`);

  const tests = ours.flatMap((module) => [...module.children.allTests()]);
  const lines = tests.filter(({ options }) => options.mode === 'run').map(lineOf);
  const count = (outcome: BehaviourLine['outcome']) =>
    lines.filter((line) => line.outcome === outcome).length;
  console.log(
    `target ${name}: ${count('verified')} passed, ${count('failed')} failed, ${count('not verified')} with a known gap`,
  );
  const files = (await project.globTestFiles()).testFiles.filter(isOfSuite);
  if (files.length > ours.length || tests.length > lines.length) return; // the run had only a part of the tests
  refuseUnknown(knownGapTitles(target), lines);
  await mkdir('test-results', { recursive: true });
  await writeFile(`test-results/behaviours.${name}.json`, `${JSON.stringify(lines, null, 2)}\n`);
}

/**
 * Returns whether a file belongs to this suite. The API's own suite runs against the same servers, but doesn't describe
 * their behaviour.
 */
const isOfSuite = (file: string) => file.includes('/test/s3/');

/** Throws if the table names a case that doesn't exist. Such a name is a typing error that would hide a gap. */
function refuseUnknown(gaps: readonly string[], lines: readonly BehaviourLine[]): void {
  const unknown = gaps.filter((gap) => !lines.some(({ title }) => title === gap));
  if (unknown.length === 0) return;
  console.error(`not-verified.ts names cases that don't exist: ${unknown.join('; ')}`);
  process.exitCode = 1;
}

function lineOf(test: TestCase): BehaviourLine {
  const group = test.parent.type === 'suite' ? test.parent.name : '';
  const report = test.meta().behaviour;
  return { group, title: test.name, seen: [], outcome: 'failed', ...(test.ok() && report) };
}
