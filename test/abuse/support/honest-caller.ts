import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

// A program: `node honest-caller.ts URL TOKEN`. It signs 20 downloads and one batch of 100 a second, as an honest
// tenant does. Its parent process tells it when to report and when to stop.

/** The results of the requests since the last report. */
export interface Experience {
  readonly requests: number;
  /** The number of failures, by status other than 200 or by error. */
  readonly failures: Readonly<Record<string, number>>;
  /** Percentiles of the latency in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const [url = '', token = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 50 });
let waits: number[] = [];
let failures: Record<string, number> = {};

const operations = Array.from({ length: 100 }, (_, index) => ({
  operation: 'download',
  key: `thumbs/${index}.png`,
}));

/**
 * Sends a POST request. If the server closes an idle connection while the request is on its way (RFC 9112 §9.3.1), it
 * sends the request again, as clients do.
 */
async function post(path: string, body: object): Promise<number> {
  try {
    return await send(path, JSON.stringify(body));
  } catch (error) {
    if (error instanceof StaleConnection) return send(path, JSON.stringify(body));
    throw error;
  }
}

class StaleConnection extends Error {}

function send(path: string, text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/v1/tenants/honest${path}`, {
      agent,
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': text.length,
      },
    });
    asked.on('response', (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode!));
      answer.on('error', reject);
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      reject(asked.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection() : error);
    });
    asked.end(text);
  });
}

async function measure(path: string, body: object): Promise<void> {
  const begin = performance.now();
  const outcome = await post(path, body).catch(({ code, message }: NodeJS.ErrnoException) => code ?? message);
  waits.push(performance.now() - begin);
  if (outcome !== 200) failures[outcome] = (failures[outcome] ?? 0) + 1;
}

function report(): Experience {
  const sorted = waits.toSorted((one, other) => one - other);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  const experience = { requests: sorted.length, failures, p50: at(0.5), p99: at(0.99), max: at(1) };
  [waits, failures] = [[], {}];
  return experience;
}

process.on('message', () => process.send!(report()));
process.on('disconnect', () => process.exit());

for (let next = performance.now(), count = 0; ; count += 1) {
  void measure('/downloads', { key: 'reports/q3.pdf' });
  if (count % 20 === 0) void measure('/batches', { operations });
  next += 50;
  await sleep(Math.max(0, next - performance.now()));
}
