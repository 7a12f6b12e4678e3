import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Container } from '../image/support/container.js';
import { TenantFolder } from '../image/support/tenant-folder.js';
import { tenantEntry } from '../support/processes/in-process-api.js';
import type { Attack } from './support/attack.js';
import type { Outcome } from './support/attacker.js';
import { anyAttack } from './support/any-attack.js';
import { knownAttacks } from './support/attacks.js';
import { attacksWithWork } from './support/attacks-with-work.js';
import type { Experience } from './support/honest-caller.js';
import { LargeStorage } from './support/large-storage.js';
import { attackersMeans, ATTACKERS_TENANTS, NO_MEANS, type Means } from './support/means.js';

/** The longest time in milliseconds for 99 of 100 requests of an honest caller. */
const P99 = 1000;
/** The least number of the honest caller's requests during each attack. */
const MIN_REQUESTS = 80;
/** The number of bytes in a MiB. */
const MIB = 1024 ** 2;
/** The memory limit of the container in bytes. */
const LIMIT = 192 * MIB;
/** The growth of memory in bytes that may be left after the attacks. */
const GROWTH = 20 * MIB;
/** Milliseconds after the attacks until memory is measured again. */
const AFTERWARDS = 60_000;
const RANDOM_ATTACKS = 6;
const SEED = Number(process.env['ABUSE_SEED'] ?? 1);

let storage: LargeStorage,
  tenants: TenantFolder,
  container: Container,
  honest: ChildProcess,
  means: Means,
  before: number,
  pid: string;

const allAttacks = (by: Means): Record<string, Attack> => ({
  ...knownAttacks(by),
  ...attacksWithWork(by),
});

const ATTACKS = Object.keys(allAttacks(NO_MEANS));

const program = (name: string): string => fileURLToPath(new URL(`support/${name}.ts`, import.meta.url));

beforeAll(async () => {
  storage = await LargeStorage.start();
  tenants = await TenantFolder.create([
    tenantEntry('honest'),
    ...ATTACKERS_TENANTS.map((id) => tenantEntry(id, { endpoint: storage.endpoint })),
  ]);
  container = await Container.runOnLoopback('--cpus', '0.5', ...tenants.args, inject('image'));
  await container.answers();
  pid = await container.inspect('.State.Pid');
  means = await attackersMeans(container.url, tenants.issuer);
  honest = fork(program('honest-caller'), [
    container.url,
    await tenants.issuer.token({ tenants: ['honest'] }),
  ]);
  await sleep(5000);
  await experience(); // discards the slow first requests, before the process is warm
  before = memory();
}, 60_000);

afterAll(async () => {
  honest?.disconnect();
  await container?.[Symbol.asyncDispose]();
  await tenants?.[Symbol.asyncDispose]();
  await storage?.[Symbol.asyncDispose]();
});

/** Returns the honest caller's results since the last call. */
async function experience(): Promise<Experience> {
  honest.send('report');
  const [message] = (await once(honest, 'message')) as [Experience];
  return message;
}

async function carryOut(attack: Attack): Promise<Outcome> {
  const { hostname, port } = new URL(container.url);
  const attacker = fork(program('attacker'), [hostname, port]);
  attacker.send(attack);
  const [outcome] = (await once(attacker, 'message')) as [Outcome];
  attacker.disconnect();
  await once(attacker, 'exit');
  return outcome;
}

/** Returns the anonymous memory of the process in bytes. */
function memory(): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)![1]) * 1024;
}

/** Returns the highest resident memory of the process in bytes, which includes mapped files. */
const peakMemory = (): number =>
  Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;

const isUnimpaired = ({ failures, p99, requests }: Experience): boolean =>
  Object.keys(failures).length === 0 && p99 < P99 && requests > MIN_REQUESTS;

/** Requires that the container still runs. @throws Error with the end of the log if the container has stopped */
async function requireAlive(): Promise<void> {
  if ((await container.inspect('.State.Running')) === 'true') return;
  const [code, isOutOfMemory] = [
    await container.inspect('.State.ExitCode'),
    await container.inspect('.State.OOMKilled'),
  ];
  const words = await container.errors();
  throw new Error(`ended with ${code}, out of memory: ${isOutOfMemory}\n${words.slice(-2000)}`);
}

async function under(name: string, attack: Attack): Promise<Experience> {
  await experience();
  const outcome = await carryOut(attack);
  await requireAlive();
  const seen = await experience();
  const peak = Math.round(peakMemory() / MIB);
  process.stdout.write(
    `abuse: ${name}: honest p50 ${seen.p50} p99 ${seen.p99} max ${seen.max} ms of ${seen.requests}, ` +
      `failures ${JSON.stringify(seen.failures)}; attacker ${JSON.stringify(outcome)}; ${Math.round(memory() / MIB)} MiB, at most ${peak}\n`,
  );
  return seen;
}

describe('an honest caller doesn’t notice', () => {
  it.for(ATTACKS)('%s', async (name) => {
    expect(await under(name, allAttacks(means)[name]!)).toSatisfy(isUnimpaired);
  });

  it('what a generator makes up', { timeout: 120_000 }, async () => {
    const made = fc.sample(anyAttack(means), { numRuns: RANDOM_ATTACKS, seed: SEED });
    for (const [index, attack] of made.entries()) {
      expect(await under(`made up ${index}`, attack)).toSatisfy(isUnimpaired);
    }
  });
});

it(
  'leaves a fifth of the memory limit free, and returns the memory within a minute',
  { timeout: 90_000 },
  async () => {
    await requireAlive();
    const most = memory();
    await sleep(AFTERWARDS);
    const kept = memory();
    process.stdout.write(
      `abuse: ${[before, most, kept].map((bytes) => Math.round(bytes / MIB)).join(', ')} MiB anonymous before, after, and a minute later\n`,
    );
    expect(most).toBeLessThan(0.8 * LIMIT);
    expect(kept).toBeLessThan(before + GROWTH);
    expect(await container.inspect('.RestartCount')).toBe('0');
  },
);
