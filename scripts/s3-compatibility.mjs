import './require-node.mjs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

// Writes docs/s3-compatibility.md from test-results/behaviours.TARGET.json, which the test suite in test/s3 writes.

const HELP = `Usage: node scripts/s3-compatibility.mjs

Writes docs/s3-compatibility.md. First run the suite against all of its targets:
npm run test:embedded && npm run test:localstack && npm run test:radosgw
`;

const TARGETS = {
  embedded: 'Embedded S3',
  localstack: 'LocalStack 4.14.0',
  radosgw: 'Ceph radosgw',
};

const root = fileURLToPath(new URL('..', import.meta.url));
const results = (target) => `${root}test-results/behaviours.${target}.json`;

if (process.argv.length > 2) {
  process.stdout.write(HELP);
  process.exit(process.argv[2] === '--help' ? 0 : 2);
}

const runs = Object.fromEntries(
  await Promise.all(Object.keys(TARGETS).map(async (target) => [target, await linesOf(target)])),
);
const options = { parser: 'markdown', proseWrap: 'preserve' };
await writeFile(`${root}docs/s3-compatibility.md`, await format(page(runs), options));
console.log('wrote docs/s3-compatibility.md');

async function linesOf(target) {
  try {
    return JSON.parse(await readFile(results(target), 'utf8'));
  } catch {
    console.error(`The results for ${target} are missing. Run npm run test:${target} first.`);
    process.exit(1);
  }
}

function page(byTarget) {
  const behaviours = byTarget.embedded.map(({ group, title }) => ({
    group,
    title,
    lines: Object.keys(TARGETS).map((target) => byTarget[target].find((line) => line.title === title)),
  }));
  const differing = behaviours.filter(({ lines }) => lines.some(({ outcome }) => outcome !== 'verified'));
  const groups = [...new Set(behaviours.map(({ group }) => group))].toSorted((a, b) => a.localeCompare(b));
  return (
    [
      '# Presigned URLs on S3 servers: where they behave like S3',
      '`node scripts/s3-compatibility.mjs` generates this page from runs of `test/s3` against each server; do not edit it. All servers run the same cases, unless a server lacks something that a case needs. Each gap in the tables was observed in that run.',
      table(
        ['', ...Object.values(TARGETS)],
        [
          [
            'cases that behave like S3',
            ...Object.keys(TARGETS).map((target) => count(byTarget[target], 'verified')),
          ],
          ['known gaps', ...Object.keys(TARGETS).map((target) => count(byTarget[target], 'not verified'))],
        ],
      ),
      `${commonGaps(differing)} None of them replaces AWS: \`npm run test:external\` runs the suite against a bucket there.`,
      '## Differences from S3',
      table(
        ['', ...Object.values(TARGETS)],
        differing.map(({ title, lines }) => [title, ...lines.map((line) => line.why ?? 'yes')]),
      ),
      '## All cases, with the answers',
      '“–” marks a gap of the table above, with the answer that shows it.',
      ...groups.flatMap((group) => [
        `### ${group}`,
        table(
          ['', ...Object.values(TARGETS)],
          behaviours
            .filter((each) => each.group === group)
            .map(({ title, lines }) => [title, ...lines.map(answers)]),
        ),
      ]),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

function commonGaps(behaviours) {
  const common = behaviours.filter(({ lines }) => lines.every(({ outcome }) => outcome !== 'verified'));
  if (common.length === 0)
    return 'No gap is common to all servers: each case is verified on at least one of them.';
  return `No server here checks: ${common.map(({ title }) => title).join('; ')}.`;
}

function count(lines, outcome) {
  return String(lines.filter((line) => line.outcome === outcome).length);
}

function answers({ outcome, seen }) {
  const words = seen.join(', ');
  if (outcome === 'verified') return words || 'yes';
  return words ? `– (${words})` : '–';
}

function table(head, rows) {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

function row(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
