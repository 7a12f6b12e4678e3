import './require-node.mjs';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, isBuilt } from './build.mjs';

const { LANES, TIERS } = await import('../test/lanes.ts');
const { NEEDS } = await import('../test/needs.ts');

// `npm test`: runs every lane that this machine can run. Prints one line for each lane: its result, or why it did not
// run.

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = join(root, 'test-results');
const isCi = process.env.CI === 'true';

const isTier = (name) => TIERS.some((tier) => tier.name === name);
const names = process.argv.slice(2);
/**
 * True if lanes print their output at once: in CI, or if lanes are named. Otherwise only a failed lane prints its
 * output.
 */
const isVerbose = isCi || names.length > 0;
const NAME_WIDTH = Math.max(...LANES.map(({ name }) => name.length));
const unknown = names.filter((name) => !isTier(name) && !LANES.some((lane) => lane.name === name));
if (unknown.length > 0) {
  const asked = unknown.some((name) => name === '--help' || name === '-h');
  if (!asked) process.stderr.write(`There is no tier and no lane ${unknown.join(', ')}.\n\n`);
  process.stdout.write(help());
  process.exit(asked ? 0 : 2);
}

if (!isBuilt()) build();
mkdirSync(reports, { recursive: true });
const results = [];
for (const { name: tier, lanes } of TIERS) {
  const chosen = names.length === 0 || names.includes(tier);
  for (const lane of lanes) {
    if (!chosen && !names.includes(lane.name)) continue;
    const result = await run(lane);
    results.push(result);
    if (!isVerbose) process.stdout.write(lineOf(result));
  }
}
summarise(results);

function help() {
  const width = Math.max(...LANES.map(({ name }) => name.length)) + 2;
  const line = ({ name, description, needs = [] }) => {
    const labels = [...new Set(needs.map((need) => NEEDS[need].label))].join(', ');
    return `    ${name.padEnd(width)}${description}${labels && ` [${labels}]`}\n`;
  };
  return `Usage: npm test [-- TIER|LANE…]

${TIERS.map(({ name, description, lanes }) => `  ${name}: ${description}\n${lanes.map(line).join('')}`).join('\n')}
Without names: every lane for which this machine has what the lane needs [in brackets], with one line for each and the
output of those that fail. The name of a tier means all of its lanes. With names, lanes print their output as they run.
A lane that is named and can't run has failed; with CI=true any lane but ${LANES.filter(
    (lane) => lane.isOptional,
  )
    .map(({ name }) => name)
    .join(', ')}.
`;
}

/** Runs one lane in a separate process, or returns why it can't run. */
async function run({ name, needs = [], isOptional, neverRetries }) {
  const isNamed = names.includes(name) && !isTier(name);
  for (const need of needs) {
    const why = await NEEDS[need].whyNot({ mayPull: isNamed && !isCi });
    if (why === undefined) continue;
    return { name, seconds: 0, passed: 0, failed: isNamed || (isCi && !isOptional) ? 1 : 0, why };
  }
  const started = performance.now();
  const report = join(reports, `${name}.json`);
  rmSync(report, { force: true });
  const status = await vitest(name, [
    'run',
    `--project=${name}`,
    `--project=${name}:last`,
    // A busy CI machine may be late once.
    ...(isCi && !neverRetries ? ['--retry=1'] : []),
    '--reporter=dot',
    '--reporter=./test/s3/reporter.ts',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  return { name, seconds: Math.round((performance.now() - started) / 1000), ...countsOf(report, status) };
}

/** Runs vitest, and returns its exit code. */
async function vitest(lane, args) {
  const stdio = isVerbose ? 'inherit' : ['ignore', 'pipe', 'pipe'];
  if (isVerbose) process.stdout.write(`\n${lane}\n`);
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], { cwd: root, stdio });
  const output = [];
  child.stdout?.on('data', (chunk) => output.push(chunk));
  child.stderr?.on('data', (chunk) => output.push(chunk));
  const progress = isVerbose ? undefined : showProgress(lane);
  const status = await new Promise((resolve) => child.on('close', resolve));
  progress?.end();
  if (status !== 0) process.stdout.write(Buffer.concat(output));
  return status;
}

/** Shows on a terminal which lane runs, and for how many seconds it has run. */
function showProgress(lane) {
  if (!process.stdout.isTTY) return undefined;
  const started = performance.now();
  const show = () =>
    process.stdout.write(
      `\r\x1b[K${lane.padEnd(NAME_WIDTH)} running, ${Math.round((performance.now() - started) / 1000)} s`,
    );
  show();
  const timer = setInterval(show, 1000);
  return {
    end() {
      clearInterval(timer);
      process.stdout.write('\r\x1b[K');
    },
  };
}

/**
 * Returns the numbers of passed and failed tests, and the names of the failed ones. A lane counts as failed too if it
 * wrote no report, or if vitest failed for another reason than a test.
 */
function countsOf(report, status) {
  try {
    const { numPassedTests: passed, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const failed = numFailedTests === 0 && status !== 0 ? 1 : numFailedTests;
    return { passed, failed, failures: testResults.flatMap(failuresOf) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** Returns the file and the name of each failed test. @param file the results of a spec file in vitest's report */
function failuresOf({ name: file, assertionResults }) {
  return assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName }) => `${relative(root, file)}: ${fullName}`);
}

function lineOf({ name, seconds, passed, failed, failures = [], why }) {
  const words = why === undefined ? `${passed} passed, ${failed} failed in ${seconds} s` : `not run: ${why}`;
  const lines = [`${name.padEnd(NAME_WIDTH)} ${words}`, ...failures.map((failure) => `  failed: ${failure}`)];
  return lines.map((line) => `${line}\n`).join('');
}

function summarise(lanes) {
  if (isVerbose) process.stdout.write(`\n${lanes.map(lineOf).join('')}`);
  const sum = (key) => lanes.reduce((total, each) => total + each[key], 0);
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
  if (sum('failed') > 0 || sum('passed') === 0) process.exitCode = 1;
}
