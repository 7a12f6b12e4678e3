import { spreadOf, type Spread } from '../measure/stats.ts';
import type { Capacity } from '../sections/http.ts';
import type { LatencyAtRate } from '../sections/latency.ts';
import type { Report } from './report.ts';

/** Returns a report as Markdown. */
export function markdownOf(report: Report): string {
  const { machine, signing, goals } = report;
  return [
    '# Benchmarks',
    'Made by `npm run bench`; do not edit. All figures are of one run: medians, with the lowest and the highest in ' +
      'brackets. Subjects take turns, and ratios are made round by round. How to read them: ' +
      '[performance](../performance.md).',
    table(
      ['', ''],
      [
        ['date, commit', `${report.date}, ${report.commit}`],
        ['processor', `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB`],
        ['system', `${machine.system}, Node ${machine.node}`],
        ['load of the machine (1 min)', report.load.join(', ')],
        ['rounds', String(report.rounds)],
      ],
    ),
    '## Goals',
    table(
      ['ratio', 'must', 'aim', 'measured', 'by processor time', ''],
      goals.map(({ name, bound, must, aim, measured, byProcessorTime, met }) => [
        name,
        `${bound === 'at least' ? '≥' : '≤'} ${must}`,
        aim === undefined ? '' : String(aim),
        spread(measured, 2),
        byProcessorTime === undefined ? '' : number(byProcessorTime, 2),
        met ? 'met' : '**missed**',
      ]),
    ),
    '## Signing, in process, one thread',
    'Presigned GETs a second, by the bytes of the session token.',
    table(
      ['', ...Object.keys(signing).map((bytes) => `${bytes} B`)],
      Object.keys(Object.values(signing)[0]!).map((name) => {
        const cells = Object.values(signing).map((signers) => signers[name as keyof typeof signers]);
        return [cells[0]!.title, ...cells.map(({ rate }) => spread(rate))];
      }),
    ),
    '## HTTP: all that one process answers',
    '32 connections, keep-alive, from another process on the same machine. Processor time is that of all threads of ' +
      'the server, and hardly moves with what else the machine does.',
    capacities(Object.values(report.http)),
    '## HTTP: latency at a fixed rate',
    `Clients send ${number(report.latencyRate)} requests a second, and do not wait for answers (open loop). This is half ` +
      'of our own capacity, and the same for all servers. Times are in milliseconds from when a request was due.',
    table(
      ['', 'p50', 'p99', 'p99.9', 'answered'],
      Object.values(report.latency).map(({ title, latency, answered }: LatencyAtRate) => [
        title,
        ...[latency.p50, latency.p99, latency.p999].map((each) => spread(each, 2)),
        `${Math.floor(answered * 1000) / 10} %`,
      ]),
    ),
    '## Batches',
    'URLs a second over 4 connections, and their share of what one thread signs without HTTP.',
    table(
      ['', 'URLs/s', 'µs of processor time each', 'of signing'],
      Object.values(report.batches).map(({ title, urls, cpuMicroseconds, ofSigning }) => [
        title,
        spread(urls),
        cpuMicroseconds ? spread(cpuMicroseconds, 1) : '',
        spread(spreadOf(ofSigning), 2),
      ]),
    ),
    '## Start',
    'Milliseconds from the start of the process to its first answer, and the memory then.',
    table(
      ['', 'ms', 'MB resident'],
      Object.values(report.start).map(({ title, milliseconds, memory }) => [
        title,
        spread(milliseconds),
        memory ? spread(memory) : '',
      ]),
    ),
    '## How the cost of a download grows',
    capacities(Object.values(report.growth)),
    '',
  ].join('\n\n');
}

const capacities = (rows: readonly Capacity[]): string =>
  table(
    ['', 'answers/s', 'µs of processor time each', 'MB resident'],
    rows.map(({ title, rate, cpuMicroseconds, memory }) => [
      title,
      spread(rate),
      cpuMicroseconds ? spread(cpuMicroseconds) : '',
      memory === undefined ? '' : String(memory),
    ]),
  );

const spread = ({ median, min, max }: Spread, digits = 0): string =>
  `${number(median, digits)} (${number(min, digits)}–${number(max, digits)})`;

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 100 ? digits : 0 });

/** Returns a table. Its first column contains words, and the others contain figures. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const align = head.map((_, index) => (index === 0 ? '---' : '--:'));
  return [head, align, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
