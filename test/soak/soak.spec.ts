import { beforeAll, describe, expect, it } from 'vitest';
import { REPLICAS, reportOf, type Run } from './support/report.js';
import { soak } from './support/soak.js';

const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 60);
/** Seconds for starting, warming up and stopping. */
const MARGIN = 60;
/** Memory in megabytes: a container's limit, and the growth in a minute that is allowed while V8 settles. */
const LIMIT = 192;
const FLAT = 6;

const say = (line: string) => void process.stderr.write(`${line}\n`);

let run: Run;
beforeAll(
  async () => {
    run = await soak(SECONDS, process.env['SOAK_SECONDS'] === undefined ? () => {} : say);
    if (process.env['SOAK_SECONDS'] !== undefined) say(`\n${reportOf(run)}`);
  },
  (SECONDS + MARGIN) * 1000,
);

describe(`${SECONDS} seconds at half of what two replicas can do, with faults, rotations and restarts`, () => {
  it('no one gets another answer than is documented', () => {
    expect(run.tally.unexpected).toEqual([]);
    expect(run.tally.answers).toBeGreaterThan(run.rate * SECONDS * 0.95);
  });

  it('what was to happen has happened', () => {
    expect(run.storm.stsFaults).toBeGreaterThanOrEqual(Math.floor(SECONDS / 12));
    expect(run.storm.tokenRotations).toBeGreaterThanOrEqual(3);
    expect(run.storm.rollOuts).toBe(2);
    expect(run.stsCalls).toBeGreaterThan(REPLICAS * 3);
  });

  it('URLs work: what was put is fetched, byte for byte', () => {
    expect(run.lives.failures).toEqual([]);
    expect(run.lives.lived).toBeGreaterThan(SECONDS / 4);
  });

  it('no URL is handed out without its audit event', () => {
    expect(run.ledger.unaudited).toEqual([]);
    expect(run.ledger.signings).toBeGreaterThan(run.rate * SECONDS * 0.9);
  });

  it('every process that was told to end has ended well', () => {
    expect(run.replicas.exits).toHaveLength(REPLICAS * 3);
    expect(new Set(run.replicas.exits)).toEqual(new Set([0]));
  });

  it('memory stays within the container’s limit', () => {
    for (const { peak } of run.replicas.memories) expect(peak).toBeLessThan(LIMIT);
  });

  it.skipIf(SECONDS < 300)('memory stays flat, of which a minute tells nothing', () => {
    for (const { growth } of run.replicas.memories.slice(-REPLICAS)) expect(growth).toBeLessThan(FLAT);
  });

  it('no log line holds a signature, a token or a sealed thing', () => {
    expect(run.secrets.found).toEqual([]);
    expect(run.secrets.lines).toBeGreaterThan(run.tally.answers);
  });
});
