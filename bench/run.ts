import '../scripts/require-node.mjs';
import './measure/end-on-signals.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LoadGenerator } from './load/load-generator.ts';
import { withServers } from './load/servers.ts';
import { commit, load, machine } from './measure/machine.ts';
import { FULL, QUICK } from './measure/sizes.ts';
import { validate } from './report/goals.ts';
import { markdownOf } from './report/markdown.ts';
import type { Report } from './report/report.ts';
import { measureBatches } from './sections/batches.ts';
import { growthSubjects } from './sections/growth.ts';
import { measureCapacity } from './sections/http.ts';
import { measureLatency } from './sections/latency.ts';
import { SIGNERS, TOKEN_SIZES, measureSigning, type SignerName } from './sections/signing.ts';
import { measureStart } from './sections/start.ts';
import { commandsOf, subjectsOf } from './servers/subjects.ts';
import { World } from './world/world.ts';

const HELP = `Usage: npm run bench -- [--quick] [--out FOLDER]

Measures signing, HTTP, start and growth side by side with what one would use instead, in about ten minutes.
The machine should do nothing else.

  --quick       one short round: shows that everything runs; prints instead of writing
  --out FOLDER  where report.md and report.json go (docs/benchmarks)
`;

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit();
}
const sizes = values.quick ? QUICK : FULL;
const say = (text: string) => process.stderr.write(`${text}\n`);

const loads = [load()];
const world = await World.create();
const generator = new LoadGenerator();

say('signing');
const signing: Record<string, Report['signing'][string]> = {};
for (const bytes of TOKEN_SIZES) {
  signing[bytes] = await measureSigning(Object.keys(SIGNERS) as SignerName[], bytes, sizes);
}
loads.push(load());

say('start');
const start = await measureStart(world, sizes.rounds);

say('HTTP');
const subjects = await subjectsOf(world);
const { http, latencyRate, latency } = await withServers(commandsOf(subjects), async (servers) => {
  const capacity = await measureCapacity(subjects, servers, generator, sizes);
  const rate = Math.round(capacity.download.rate.median / 2);
  say(`latency at ${rate} requests a second`);
  const atRate = await measureLatency(subjects, servers, generator, rate, sizes);
  return { http: capacity, latencyRate: rate, latency: atRate };
});
loads.push(load());

say('batches');
const batches = await measureBatches(world, generator, sizes);

say('growth');
const growing = await growthSubjects(world);
const growth = await withServers(commandsOf(growing), (servers) =>
  measureCapacity(growing, servers, generator, { ...sizes, seconds: sizes.seconds / 2 }),
);
loads.push(load());
await generator.close();

const measured = {
  date: new Date().toISOString().slice(0, 10),
  commit: commit(root),
  machine: machine(),
  load: loads,
  rounds: sizes.rounds,
  signing,
  http,
  latencyRate,
  latency,
  batches,
  start,
  growth,
};
const report: Report = { ...measured, goals: validate(measured) };
const markdown = markdownOf(report);
if (values.quick) process.stdout.write(markdown);
else {
  const folder = values.out ?? fileURLToPath(new URL('../docs/benchmarks', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/report.json`, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(`${folder}/report.md`, markdown);
  say(`${folder}/report.md`);
}
