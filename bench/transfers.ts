import '../scripts/require-node.mjs';
import './measure/end-on-signals.ts';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { interleave } from './measure/interleave.ts';
import { commit, load, machine } from './measure/machine.ts';
import { ratioOf, spreadOf, type Spread } from './measure/stats.ts';
import { runProgram, type Run } from './transfers/run-program.ts';
import { BUCKET, startTransferWorld } from './transfers/world.ts';

const HELP = `Usage: npm run bench:transfers -- [--quick] [--rounds N] [--out FOLDER]

Moves a file of 2 GB and 10,000 files of 10 KB each way, by \`presign\`, s5cmd and aws-cli 1.x in turn, on radosgw. The
machine should do nothing else. Needs what test/peers/radosgw/install.sh and test/peers/transfer-rivals/install.sh install.

  --quick       a tenth of it, in one round: shows that everything runs; prints instead of writing
  --rounds N    how often each program takes its turn (5)
  --out FOLDER  where transfers.md and transfers.json go (docs/benchmarks)
`;

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    rounds: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit();
}
const sizes = values.quick
  ? { rounds: 1, large: 200e6, files: 1000 }
  : { rounds: Number(values.rounds ?? 5), large: 2e9, files: 10_000 };
const world = await startTransferWorld();
const { folder, ours, rivals, programs } = world;
const path = (name: string) => join(folder, name);

/** Writes a file of random bytes, which can't be compressed. */
function makeFile(name: string, bytes: number): void {
  const block = randomBytes(Math.min(bytes, 4 * 1024 * 1024));
  const file = openSync(path(name), 'w');
  for (let left = bytes; left > 0; left -= block.length)
    writeSync(file, block, 0, Math.min(left, block.length));
  closeSync(file);
}
makeFile('large', sizes.large);
mkdirSync(path('small'));
for (let index = 0; index < sizes.files; index++) makeFile(`small/${index}`, 10_000);

const presign = [process.execPath, join(root, 'dist/presign/presign.mjs')];
const s5cmd = [join(programs, 's5cmd'), '--endpoint-url', world.endpoint, '--log', 'error'];
const aws = [join(programs, 'aws'), '--endpoint-url', world.endpoint, 's3', 'cp', '--quiet'];
const s3 = (key: string) => `s3://${BUCKET}/${key}`;

/** The commands, by case and by program. The target folder of downloads is emptied before each run. */
const CASES = {
  'large, up': {
    'presign, checksums off': [
      ...presign,
      'cp',
      '--checksum',
      'none',
      '--no-resume',
      path('large'),
      ':/large',
    ],
    presign: [...presign, 'cp', path('large'), ':/large'],
    s5cmd: [...s5cmd, 'cp', path('large'), s3('large')],
    'aws-cli': [...aws, path('large'), s3('large')],
  },
  'large, down': {
    'presign, checksums off': [...presign, 'cp', '--checksum', 'none', ':/large', path('down')],
    presign: [...presign, 'cp', ':/large', path('down')],
    s5cmd: [...s5cmd, 'cp', s3('large'), path('down')],
    'aws-cli': [...aws, s3('large'), path('down')],
  },
  'small, up': {
    presign: [...presign, 'cp', '-r', path('small'), ':/small/'],
    s5cmd: [...s5cmd, 'cp', `${path('small')}/`, s3('small/')],
    'aws-cli': [...aws, '--recursive', path('small'), s3('small/')],
  },
  'small, down': {
    presign: [...presign, 'cp', '-r', ':/small/', path('down')],
    s5cmd: [...s5cmd, 'cp', s3('small/*'), `${path('down')}/`],
    'aws-cli': [...aws, '--recursive', s3('small/'), path('down')],
  },
} as const;

interface Measured {
  readonly seconds: Spread;
  readonly cpu: Spread;
  readonly memory: Spread;
}

const loads = [load()];
const results: Record<
  string,
  { readonly programs: Record<string, Measured>; readonly ratios: Record<string, Spread> }
> = {};
for (const [title, commands] of Object.entries<Record<string, readonly string[]>>(CASES)) {
  process.stderr.write(`${title}\n`);
  // All programs download the same object, whose parts are as large as AWS's own tools make them.
  if (title === 'large, down') await runProgram(CASES['large, up']['aws-cli'], rivals);
  const runs = await interleave(Object.keys(commands), sizes.rounds, (name, round): Promise<Run> => {
    process.stderr.write(`  ${round + 1} of ${sizes.rounds}: ${name}\n`);
    rmSync(path('down'), { recursive: true, force: true });
    world.collect();
    return runProgram(commands[name]!, name.startsWith('presign') ? ours : rivals);
  });
  const of = (name: string, what: keyof Run) => runs[name]!.map((run) => run[what]);
  const ratio = (one: string, other: string) => ratioOf(of(other, 'seconds'), of(one, 'seconds'));
  results[title] = {
    programs: Object.fromEntries(
      Object.keys(commands).map((name) => [
        name,
        {
          seconds: spreadOf(of(name, 'seconds')),
          cpu: spreadOf(of(name, 'cpu')),
          memory: spreadOf(of(name, 'memory')),
        },
      ]),
    ),
    ratios: {
      'presign : s5cmd': ratio('presign', 's5cmd'),
      'presign : aws-cli': ratio('presign', 'aws-cli'),
      ...('presign, checksums off' in commands && {
        'presign, checksums off : s5cmd': ratio('presign, checksums off', 's5cmd'),
      }),
    },
  };
  loads.push(load());
}
const versions = {
  s5cmd: execFileSync(join(programs, 's5cmd'), ['version'], { encoding: 'utf8' }).trim(),
  'aws-cli': execFileSync(join(programs, 'aws'), ['--version'], { encoding: 'utf8' }).trim(),
};
await world.stop();

const report = {
  date: new Date().toISOString().slice(0, 10),
  commit: commit(root),
  machine: machine(),
  load: loads,
  sizes,
  versions,
  results,
};
const spread = ({ median, min, max }: Spread) => `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;
const markdown = `# Transfers

\`npm run bench:transfers\` makes this page; do not edit it. Figures are medians of ${sizes.rounds} rounds in which the
programs take turns, with the lowest and the highest in brackets. Client, API and radosgw share the machine. A ratio above 1
means that \`presign\` is faster. All programs download the large object that aws-cli uploaded in parts of 8 MiB. radosgw
knows no CRC64NVME, so \`presign\` compares downloads with their MD5; the other programs don't compare them.

- ${report.date}, commit ${report.commit}, ${report.machine.cpu}, ${report.machine.cores} cores, Node ${report.machine.node}
- load of the machine (1 min): ${loads.join(', ')}
- ${versions.s5cmd === '' ? '' : `s5cmd ${versions.s5cmd}`}; ${versions['aws-cli']}
- large: one file of ${sizes.large / 1e6} MB; small: ${sizes.files} files of 10 KB
${Object.entries(results)
  .map(
    ([title, { programs: measured, ratios }]) => `
## ${title}

| program | seconds | processor seconds | MB resident |
| --- | --- | --- | --- |
${Object.entries(measured)
  .map(
    ([name, { seconds, cpu, memory }]) =>
      `| ${name} | ${spread(seconds)} | ${spread(cpu)} | ${spread(memory)} |`,
  )
  .join('\n')}

| speed | ratio |
| --- | --- |
${Object.entries(ratios)
  .map(([name, ratio]) => `| ${name} | ${spread(ratio)} |`)
  .join('\n')}
`,
  )
  .join('')}`;
if (values.quick) process.stdout.write(markdown);
else {
  const out = values.out ?? fileURLToPath(new URL('../docs/benchmarks', import.meta.url));
  mkdirSync(out, { recursive: true });
  writeFileSync(`${out}/transfers.json`, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(`${out}/transfers.md`, markdown);
}
