import { setTimeout as sleep } from 'node:timers/promises';
import { destroyCommand, type JourneyOptions } from './options.js';
import { PREFIX, namesOf } from './root.js';

/** An answer of the API, or of S3. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** The deployed API. */
export interface DeployedApi {
  /** Calls the API. @param token the caller's token; no token is sent if it is left out */
  call(path: string, body: object, token?: string): Promise<Answer>;
  /** Returns a token that the tenant file accepts for the run's tenant. */
  token(): Promise<string>;
  /**
   * Tries calls that only this kind of deployment must refuse.
   *
   * @returns descriptions of the refusals that were seen
   * @throws Error if a call isn't refused
   */
  refuses?(): Promise<readonly string[]>;
}

/** The operations in two accounts that the journey needs. */
export interface Cloud {
  /** A description of the apply step in this cloud. */
  readonly applying: string;
  /** What this cloud can't show, in sentences. */
  readonly notShown: readonly string[];
  /** The cost of a run, in one or two sentences. */
  readonly cost: string;
  /** The names of all resources that a run makes. */
  readonly names: readonly string[];
  /** Returns the account of a profile's credentials, as GetCallerIdentity reports it. */
  account(index: 0 | 1): Promise<string>;
  /** Returns the names of the run that already exist. @throws Error with the reason why nothing may be made */
  existing(): Promise<readonly string[]>;
  apply(): Promise<DeployedApi>;
  /** Revokes all sessions of the tenant's role. */
  revoke(): Promise<void>;
  /** Removes what is in the run's own state, and nothing else. Does nothing if there is no state. */
  destroy(): Promise<void>;
}

/** The result of a run. */
export interface JourneyReport {
  readonly runId: string;
  readonly applying: string;
  readonly shown: readonly string[];
  readonly notShown: readonly string[];
  /** The reason for the failure; left out if the run succeeded. */
  readonly failure?: string;
  /** Whether nothing of the run is left. */
  readonly isCleanedUp: boolean;
}

export interface Conversation {
  readonly say: (text: string) => void;
  /** Asks a question. @returns whether the answer is yes */
  readonly ask: (question: string) => Promise<boolean>;
}

/** The time until changes in IAM have reached S3 everywhere, in milliseconds. */
const SETTLE = 90_000;

/**
 * Runs the journey: from two accounts to the first signed URL, its refusals and its revocation, and then removes
 * everything.
 */
export async function runJourney(
  options: JourneyOptions,
  cloud: Cloud,
  { say, ask }: Conversation,
  settle = SETTLE,
): Promise<JourneyReport> {
  const { runId } = options;
  const shown: string[] = [];
  const report = (isCleanedUp: boolean, failure?: string): JourneyReport => ({
    runId,
    applying: cloud.applying,
    shown,
    notShown: cloud.notShown,
    isCleanedUp,
    ...(failure !== undefined && { failure }),
  });
  const done = (what: string): void => {
    shown.push(what);
    say(`  ok  ${what}\n`);
  };

  const obstacle = await findObstacle(options, cloud).catch((error: unknown) => (error as Error).message);
  if (obstacle !== undefined) return report(!options.destroyOnly, `${obstacle} Nothing was changed.`);
  if (options.destroyOnly) return finish();

  say(
    `Run ${runId}. ${cloud.applying}\n\n${cloud.names.join('\n')}\n\n${cloud.cost}\nIf the run is interrupted: ${destroyCommand(options)}\n`,
  );
  if (!options.isConfirmed && !(await ask('Go on?')))
    return report(true, 'You declined. Nothing was changed.');

  try {
    const api = await cloud.apply();
    done('both accounts were applied');
    await walk(api, cloud, options, done, settle);
  } catch (error) {
    return finish((error as Error).message);
  }
  return finish();

  /** Destroys what was made, even after a failure. */
  async function finish(failure?: string): Promise<JourneyReport> {
    try {
      await cloud.destroy();
      done('everything of the run was destroyed');
      return report(true, failure);
    } catch (error) {
      const left = `It could not be destroyed: ${(error as Error).message}. Repeat: ${destroyCommand(options)}`;
      return report(false, failure === undefined ? left : `${failure}. ${left}`);
    }
  }
}

/** Checks whether the run can begin. @returns the reason why it can't; `undefined` if it can */
async function findObstacle(options: JourneyOptions, cloud: Cloud): Promise<string | undefined> {
  for (const index of [0, 1] as const) {
    const account = await cloud.account(index);
    if (account !== options.accounts[index])
      return `The credentials of ${options.profiles[index]} are of account ${account}, and --accounts says ${options.accounts[index]}.`;
  }
  if (options.destroyOnly) return undefined;
  const existing = await cloud.existing();
  if (existing.length === 0) return undefined;
  return `${existing.join(', ')} exists already. Run the command again: it chooses another id.`;
}

/** Makes the calls of the journey. @throws Error with what was expected and what was answered */
async function walk(
  api: DeployedApi,
  cloud: Cloud,
  { runId }: JourneyOptions,
  done: (what: string) => void,
  settle: number,
): Promise<void> {
  const base = `/v1/tenants/${namesOf(runId).tenant}`;
  const token = await api.token();
  const key = `${PREFIX}hello.txt`;
  const text = `hello from ${runId}`;

  const upload = await until(() => sign('uploads', { key, contentType: 'text/plain' }), settle);
  expect('PUT by the signed URL', await use(upload, text), 200);
  done('an object was put by a signed URL');
  const download = await sign('downloads', { key });
  const got = await use(download);
  expect('GET by the signed URL', got, 200);
  if (got.body !== text) throw new Error(`GET by the signed URL: expected ${text}, got ${got.body}`);
  done('it was fetched by a signed URL, unchanged');

  expect('a call without a token', await api.call(`${base}/downloads`, { key }), 401);
  expect('a key outside the grants', await api.call(`${base}/downloads`, { key: 'other/a' }, token), 403);
  expect('another tenant', await api.call('/v1/tenants/other/downloads', { key }, token), 403, 404);
  done('no token, a key outside the grants and another tenant were refused');
  const elsewhere = { ...download, url: download.url.replace('hello.txt', 'hullo.txt') };
  expect('a URL of which the key was changed', await use(elsewhere), 403);
  expect('an upload without its signed header', await use({ ...upload, headers: {} }, text), 403);
  done('S3 refused a changed URL, and an upload without its signed header');
  for (const what of (await api.refuses?.()) ?? []) done(what);

  await cloud.revoke();
  await until(async () => expect('a URL of a revoked session', await use(download), 403), settle);
  done('a live URL was refused after its session was revoked');

  async function sign(what: string, body: object): Promise<Signed> {
    const answer = await api.call(`${base}/${what}`, body, token);
    expect(`signing ${what}`, answer, 200);
    return JSON.parse(answer.body) as Signed;
  }
}

interface Signed {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function use({ url, method, headers }: Signed, body?: string): Promise<Answer> {
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  return { status: response.status, body: await response.text() };
}

function expect(what: string, { status, body }: Answer, ...wanted: number[]): void {
  if (!wanted.includes(status))
    throw new Error(`${what}: expected ${wanted.join(' or ')}, got ${status} ${body.slice(0, 300)}`);
}

/**
 * Repeats an attempt until it succeeds or the time is over. New roles and policies take some time to apply everywhere.
 */
async function until<T>(attempt: () => Promise<T>, time: number): Promise<T> {
  const end = Date.now() + time;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() >= end) throw error;
      await sleep(Math.min(3_000, Math.max(100, time / 20)));
    }
  }
}
