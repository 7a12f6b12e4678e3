/** What a probe tries. */
export interface ProbePlan {
  /** Each `HOST:PORT` that must be reached. The probe tries again until the time is over. */
  readonly open: readonly string[];
  /** Each `HOST:PORT` that must not be reached. The probe tries again, since policies take some time to apply. */
  readonly closed: readonly string[];
  /** Names that must resolve. */
  readonly names: readonly string[];
  /** URLs that must answer. */
  readonly urls: readonly string[];
  /** The time for the whole probe, in milliseconds. */
  readonly patience: number;
}

/** The results by name, address and URL: `ok`, the text of an answer, or the reason for the failure. */
export interface ProbeReport {
  readonly open: Readonly<Record<string, string>>;
  readonly closed: Readonly<Record<string, string>>;
  readonly names: Readonly<Record<string, string>>;
  readonly urls: Readonly<
    Record<string, { readonly status?: number; readonly text?: string; readonly error?: string }>
  >;
}

/** The prefix of the line in a pod's log that has the report. */
export const REPORT = 'preflight-report ';

/** A program that answers on port 8080 of all addresses. */
export const SERVER_PROGRAM = `require('node:net').createServer((socket) => socket.end('here')).listen(8080, '::');`;

/**
 * The probe's program. It runs in our image under Pod Security level restricted, needs only Node, and reads a ProbePlan
 * as JSON from the environment variable PLAN.
 */
export const PROBE_PROGRAM = `
const { connect } = require('node:net');
const { lookup } = require('node:dns/promises');
const plan = JSON.parse(process.env.PLAN);
const deadline = Date.now() + plan.patience;
const pause = () => new Promise((done) => setTimeout(done, 1000));
const why = (error) => error.cause?.code ?? error.cause?.message ?? error.code ?? error.message;
const reach = (where) => new Promise((resolve) => {
  const at = where.lastIndexOf(':');
  const socket = connect({ host: where.slice(0, at).replace(/^\\[|\\]$/g, ''), port: Number(where.slice(at + 1)), timeout: 3000 });
  const done = (outcome) => { socket.destroy(); resolve(outcome); };
  socket.on('connect', () => done('ok')).on('timeout', () => done('ETIMEDOUT')).on('error', ({ code }) => done(code));
});
const resolveName = (name) => lookup(name).then(() => 'ok', why);
const ask = async (url) => {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) });
    return { status: response.status, text: (await response.text()).slice(0, 4096) };
  } catch (error) { return { error: why(error) }; }
};
async function until(attempt, good) {
  for (;;) {
    const outcome = await attempt();
    if (good(outcome) || Date.now() >= deadline) return outcome;
    await pause();
  }
}
const all = async (keys, attempt, good) =>
  Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await until(() => attempt(key), good)])));
(async () => {
  const isOk = (outcome) => outcome === 'ok';
  const closed = await all(plan.closed, reach, (outcome) => !isOk(outcome));
  const [open, names, urls] = await Promise.all([
    all(plan.open, reach, isOk),
    all(plan.names, resolveName, isOk),
    all(plan.urls, ask, ({ error }) => error === undefined),
  ]);
  console.log('${REPORT}' + JSON.stringify({ open, closed, names, urls }));
})();
`;

/**
 * Parses the report of a probe.
 *
 * @param log the log of the probe's pod
 * @returns `undefined` if the log has no report
 */
export function parseReport(log: string): ProbeReport | undefined {
  const line = log.split('\n').find((each) => each.startsWith(REPORT));
  return line === undefined ? undefined : (JSON.parse(line.slice(REPORT.length)) as ProbeReport);
}
