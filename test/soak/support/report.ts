import type { Ledger } from './ledger.js';
import type { Lives } from './lives.js';
import type { Replicas } from './replicas.js';
import type { SecretSearch } from './secrets.js';
import type { Storm } from './storm.js';
import type { Tally } from './tally.js';

/** The measurements and the results of a run. */
export interface Run {
  readonly seconds: number;
  /** Requests a second: the most that all replicas can answer, and then the rate of the run. */
  readonly capacity: number;
  readonly rate: number;
  readonly tally: Tally;
  readonly ledger: Ledger;
  readonly lives: Lives;
  readonly storm: Storm;
  readonly replicas: Replicas;
  readonly secrets: SecretSearch;
  readonly stsCalls: number;
}

const count = (number: number) => Math.round(number).toLocaleString('en');
const mb = (number: number) => `${number.toFixed(1)} MB`;
const ms = (number: number) => `${number.toFixed(1)} ms`;

/** Returns the report as a Markdown table. */
export function reportOf(run: Run): string {
  const { tally, ledger, lives, storm, replicas, secrets } = run;
  const newest = replicas.memories.slice(-REPLICAS);
  const rows: readonly (readonly [string, string])[] = [
    ['length', `${run.seconds} s`],
    ['capacity of two replicas, clients on the same machine', `${count(run.capacity)} requests/s`],
    ['asked for, whatever came back', `${count(run.rate)} requests/s`],
    ['answers', count(tally.answers)],
    ['… other than documented', count(tally.failures)],
    ['latency p50, p99, p99.9', [50, 99, 99.9].map((each) => ms(tally.latency(each))).join(', ')],
    ['URLs and forms handed out', count(ledger.signings)],
    ['… without an audit event', count(ledger.unaudited.length)],
    ['objects put, fetched and compared', count(lives.lived)],
    ['… that failed', count(lives.failures.length)],
    ['faults of STS', count(storm.stsFaults)],
    ['calls to STS', count(run.stsCalls)],
    ['rotations of tokens and keys', count(storm.tokenRotations)],
    ['rolling restarts of both replicas', count(storm.rollOuts)],
    ['resident memory, peak of any replica', mb(Math.max(...replicas.memories.map(({ peak }) => peak)))],
    ['… growth a minute, of the last ones', newest.map(({ growth }) => mb(growth)).join(', ')],
    ['log lines, those with a secret in them', `${count(secrets.lines)}, ${count(secrets.found.length)}`],
  ];
  const body = rows.map(([name, value]) => `| ${name} | ${value} |`).join('\n');
  const answers = tally.counts.map(([name, number]) => `| ${name} | ${count(number)} |`).join('\n');
  return `| | |\n| --- | --: |\n${body}\n\n| answer | times |\n| --- | --: |\n${answers}\n`;
}

/** The number of replicas of the deployment. */
export const REPLICAS = 2;
