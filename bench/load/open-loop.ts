import type { Connection } from './connection.ts';
import type { LoadJob, LoadResult } from './job.ts';
import { Recorder } from './recorder.ts';

/** The time for which late answers are awaited, in milliseconds. */
const PATIENCE = 1000;
/** The longest pause between two checks of the clock and the sockets, in milliseconds. */
const PAUSE = 0.05;

/**
 * Sends requests at even intervals, whether or not earlier ones were answered, as many independent clients do. Latency
 * is measured from the time when a request is due, so that it includes every wait for a server that stalls (no
 * "coordinated omission").
 */
export function openLoop(
  { requests, seconds, rate = 1 }: LoadJob,
  connections: readonly Connection[],
): Promise<LoadResult> {
  const recorder = new Recorder();
  const idle = [...connections];
  const waiting: number[] = [];
  const total = Math.round(rate * seconds);
  const start = performance.now();
  const end = start + seconds * 1000;
  let sent = 0;

  const send = (connection: Connection, due: number) =>
    connection.send(requests[sent++ % requests.length]!, (status) => {
      recorder.answered(status, due);
      const next = waiting.shift();
      if (next === undefined) idle.push(connection);
      else send(connection, next);
    });

  return new Promise((done) => {
    let due = 0;
    const tick = () => {
      const now = performance.now();
      for (; due < total; due++) {
        const at = start + (due * 1000) / rate;
        if (at > now) break;
        const connection = idle.pop();
        if (connection) send(connection, at);
        else waiting.push(at);
      }
      if (now >= end + PATIENCE || (due === total && recorder.answers === total)) {
        done(recorder.result(Math.max(now - start, seconds * 1000) / 1000, total));
      } else {
        pause(Math.min(start + (due * 1000) / rate - now, PAUSE));
        setImmediate(tick); // a timer would send all requests of a millisecond at once
      }
    };
    tick();
  });
}

/** A value that no thread changes, so that a wait for it always ends by its timeout. */
const NEVER_NOTIFIED = new Int32Array(new SharedArrayBuffer(4));

/** Sleeps. A generator in a busy loop would take a processor from the server's threads. */
function pause(ms: number): void {
  if (ms > 0) Atomics.wait(NEVER_NOTIFIED, 0, 0, ms);
}
