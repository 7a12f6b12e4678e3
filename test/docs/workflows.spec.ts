import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { TIERS } from '../lanes.js';
import { actionlintProgram } from './availability.js';

const FOLDER = '.github/workflows';
const files = readdirSync(FOLDER).map((name) => join(FOLDER, name));
const scratch = mkdtempSync(join(tmpdir(), 'workflows-'));
afterAll(() => rmSync(scratch, { recursive: true }));

interface Workflow {
  readonly permissions: object;
  readonly jobs: Record<
    string,
    {
      readonly strategy?: { readonly matrix: Record<string, readonly string[]> };
      readonly steps?: readonly { readonly uses?: string; readonly run?: string }[];
    }
  >;
}

const read = (file: string): Workflow => parse(readFileSync(file, 'utf8')) as Workflow;

/** Returns what actionlint reports of these files. */
function lint(paths: readonly string[]): string {
  const { stdout, error } = spawnSync(actionlintProgram(process.env), ['-no-color', '-oneline', ...paths], {
    encoding: 'utf8',
  });
  if (error) throw error;
  return stdout;
}

describe('the workflows', () => {
  it('pass actionlint, which reports a wrong expression', () => {
    expect(files.length).toBeGreaterThanOrEqual(3);
    expect(lint(files)).toBe('');
    const wrong = join(scratch, 'wrong.yml');
    writeFileSync(wrong, readFileSync(join(FOLDER, 'ci.yml'), 'utf8').replace('matrix.tier', 'matrix.lane'));
    expect(lint([wrong])).toContain('property "lane" is not defined');
  });

  it('use actions of other repositories by commit, with the version beside it', () => {
    const uses = files
      .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
      .filter((line) => /\buses:/.test(line) && !line.includes('uses: ./'));
    expect(uses.length).toBeGreaterThan(5);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('may only read the repository', () => {
    for (const file of files) expect(read(file).permissions, file).toEqual({ contents: 'read' });
  });

  it('run every tier of the lanes, by .ci/run', () => {
    const { strategy, steps } = read(join(FOLDER, 'ci.yml')).jobs['tier']!;
    expect(strategy!.matrix['tier']).toEqual(TIERS.map(({ name }) => name));
    expect(steps!.map(({ run }) => run)).toContain('.ci/run ${{ matrix.tier }}');
  });

  it('are marked as not run here', () => {
    for (const file of files)
      expect(readFileSync(file, 'utf8'), file).toMatch(/^# Not run by this repository's own CI/);
  });
});
