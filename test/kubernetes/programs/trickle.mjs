// Sends requests at a steady rate, however slow the answers are, until it has sent TIMES requests or its input ends.
// Then it prints the number of requests, and every answer that was not 200. Half of the requests use kept connections,
// half new ones.
//
// usage: node trickle.mjs PER_SECOND TIMES URL TOKEN_FILE BODY
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const TIMEOUT = 10_000;

const [perSecond, times, url, tokenFile, body] = process.argv.slice(2);
const headers = {
  authorization: `Bearer ${readFileSync(tokenFile, 'utf8')}`,
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(body),
};
const agents = [new Agent({ keepAlive: true, maxSockets: 4 }), new Agent({ keepAlive: false })];
const input = new AbortController();
process.stdin.on('end', () => input.abort()).resume();

/** Sends one request. @returns the status, or the error's code */
function ask(agent) {
  return new Promise((resolve) => {
    const outgoing = request(url, { method: 'POST', headers, agent, timeout: TIMEOUT }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
      response.on('error', ({ code }) => resolve(code));
    });
    outgoing.on('timeout', () => outgoing.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })));
    outgoing.on('error', ({ code }) => resolve(code));
    outgoing.end(body);
  });
}

const asked = [];
const pause = 1000 / Number(perSecond);
for (let next = Date.now(); !input.signal.aborted && asked.length < Number(times); next += pause) {
  const at = new Date().toISOString();
  asked.push(ask(agents[asked.length % 2]).then((outcome) => ({ at, outcome })));
  await sleep(Math.max(0, next + pause - Date.now()));
}
const outcomes = await Promise.all(asked);
const failed = outcomes.filter(({ outcome }) => outcome !== 200);
process.stdout.write(JSON.stringify({ sent: outcomes.length, failed }), () => process.exit());
