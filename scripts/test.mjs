import './require-node.mjs';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANES, TIERS } from '../test/lanes.ts';
import { NEEDS } from '../test/needs.ts';
import { build, isBuilt } from './build.mjs';

// `npm test`: every lane that this machine can run, then one line for each: what ran, what did not and why.

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = join(root, 'test-results');
const isCi = process.env.CI === 'true';

const isTier = (name) => TIERS.some((tier) => tier.name === name);
const names = process.argv.slice(2);
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
  for (const lane of lanes) if (chosen || names.includes(lane.name)) results.push(await run(lane));
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
Without names: all that this machine has what they need [in brackets] for. A tier's name means all of its lanes.
A lane that is named and can't run has failed; with CI=true any lane but ${LANES.filter(
    (lane) => lane.isOptional,
  )
    .map(({ name }) => name)
    .join(', ')}.
`;
}

/** Runs one lane in a process of its own, or says why it can't. */
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
  process.stdout.write(`\n${name}\n`);
  const { status } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--project=${name}`,
      `--project=${name}:last`,
      // A busy CI machine may be late once.
      ...(isCi && !neverRetries ? ['--retry=1'] : []),
      '--reporter=dot',
      '--reporter=./test/s3/reporter.ts',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: 'inherit' },
  );
  return { name, seconds: Math.round((performance.now() - started) / 1000), ...countsOf(report, status) };
}

/** A lane that wrote no report, or failed otherwise than by a test, has failed. */
function countsOf(report, status) {
  try {
    const { numPassedTests: passed, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed, failed: numFailedTests === 0 && status !== 0 ? 1 : numFailedTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function summarise(lanes) {
  process.stdout.write('\n');
  for (const { name, seconds, passed, failed, why } of lanes) {
    const words =
      why === undefined ? `${passed} passed, ${failed} failed in ${seconds} s` : `not run: ${why}`;
    process.stdout.write(`${name.padEnd(10)} ${words}\n`);
  }
  const sum = (key) => lanes.reduce((total, each) => total + each[key], 0);
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
  if (sum('failed') > 0 || sum('passed') === 0) process.exitCode = 1;
}
