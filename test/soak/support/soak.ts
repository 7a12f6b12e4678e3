import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import { SealingKeysFile } from '../../support/fakes/sealing-keys.js';
import { sessionsOf } from '../../support/fakes/sts-front.js';
import { awsIsHere, startSts } from '../../identity/support/deploy.js';
import { injectedForIrsa } from '../../identity/support/webhook.js';
import { createTeam, type Team } from '../../identity/support/world.js';
import { Caller } from './caller.js';
import { Endpoints } from './endpoints.js';
import { Ledger } from './ledger.js';
import { Lives } from './lives.js';
import { closedLoop, openLoop } from './load.js';
import { Replicas } from './replicas.js';
import { REPLICAS, type Run } from './report.js';
import { SecretSearch } from './secrets.js';
import { SESSION, Storm } from './storm.js';
import { Tally } from './tally.js';
import { Tokens } from './tokens.js';

/** The number of connections of all clients. */
const CONNECTIONS = 32;
/** The length in seconds of each of the two measurements of the capacity. The first one is for warming up. */
const LOOK = 4;
/** Milliseconds between two lines of progress. */
const PROGRESS = 10_000;
/** Milliseconds between two samples of the replicas' memory. */
const SAMPLE = 1_000;
const GRANTS = [{ actions: ['upload', 'download', 'delete', 'list'], prefixes: ['shared/'] }];

/**
 * Runs two replicas at half of their capacity, while all faults and changes of a bad week happen to them.
 *
 * @param say prints a line of progress
 */
export async function soak(seconds: number, say: (line: string) => void): Promise<Run> {
  await using stack = new AsyncDisposableStack();
  const cluster = stack.use(await ClusterIssuer.start());
  const team = await createTeam(cluster);
  const sts = stack.use(await startSts({ team, behaviours: [sessionsOf(SESSION)] }));
  const podToken = await cluster.projectToken(team.pod);
  const sealingKeys = stack.use(await SealingKeysFile.create());
  const tokens = stack.use(await Tokens.start(team.entry.id));
  const folder = await mkdtemp(join(tmpdir(), 'tenant-presign-soak-'));
  stack.defer(() => rm(folder, { recursive: true }));

  const [ledger, secrets] = [new Ledger(), new SecretSearch()];
  const endpoints = new Endpoints(CONNECTIONS);
  stack.defer(() => endpoints.agent.destroy());
  const replicas = new Replicas(
    endpoints,
    {
      ...injectedForIrsa(team.roleArn, podToken.file),
      ...awsIsHere(sts.url),
      TENANTS_FILE: await tenantsFile(folder, team, tokens),
      SEALING_KEYS_FILE: sealingKeys.path,
    },
    (line) => {
      ledger.logged(line);
      secrets.read(line);
    },
  );
  stack.defer(() => replicas.stop());
  await replicas.start(REPLICAS);

  const look = (tally: Tally) =>
    closedLoop(new Caller(team.entry.id, tokens, endpoints, ledger, tally), CONNECTIONS, LOOK);
  await look(new Tally());
  const capacity = await look(new Tally());
  const rate = Math.round(capacity / 2);
  say(
    `the API answers up to ${Math.round(capacity)} requests/s; the soak sends ${rate} requests/s for ${seconds} s`,
  );

  const tally = new Tally();
  const lives = new Lives(team.entry.id, tokens, () => `http://127.0.0.1:${endpoints.port()}`);
  const storm = new Storm(sts, podToken, tokens, replicas);
  const stop = AbortSignal.timeout(seconds * 1000);
  using _progress = every(PROGRESS, () => say(progressOf(tally, lives, storm)));
  using _samples = every(SAMPLE, () => replicas.sampleMemory());
  await Promise.all([
    openLoop(new Caller(team.entry.id, tokens, endpoints, ledger, tally), rate, stop),
    lives.live(stop),
    storm.rage(seconds, stop),
  ]);
  await replicas.stop(); // the logs are complete only after that
  return {
    seconds,
    capacity,
    rate,
    tally,
    ledger,
    lives,
    storm,
    replicas,
    secrets,
    stsCalls: sts.calls.length,
  };
}

async function tenantsFile(folder: string, { entry, bucket }: Team, tokens: Tokens): Promise<string> {
  const path = join(folder, 'tenants.json');
  const tenant = { ...entry, bucket, issuers: ['platform'], grants: GRANTS };
  await writeFile(path, JSON.stringify({ version: 1, issuers: [tokens.trusted], tenants: [tenant] }));
  return path;
}

const progressOf = (tally: Tally, lives: Lives, storm: Storm): string =>
  `${tally.answers} answers, ${tally.failures} other than documented, p99 ${tally.latency(99).toFixed(0)} ms; ` +
  `${lives.lived} objects, ${lives.failures.length} failed; ${storm.stsFaults} faults of STS, ` +
  `${storm.tokenRotations} rotations, ${storm.rollOuts} rolling restarts`;

function every(milliseconds: number, act: () => void): Disposable {
  const timer = setInterval(act, milliseconds);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
