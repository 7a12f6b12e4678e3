import type { Connection } from './connection.ts';
import type { LoadJob, LoadResult } from './job.ts';
import { Recorder } from './recorder.ts';

/** Milliseconds to wait for late answers. */
const PATIENCE = 1000;
/** Milliseconds between looks at the clock and at the sockets. */
const PAUSE = 0.05;

/**
 * Requests are due at even distances whether or not there are answers, as with many independent clients. Latency counts
 * from then on, so a server that stalls pays for all who had to wait (no "coordinated omission").
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
        setImmediate(tick); // a timer would send a millisecond's requests at once
      }
    };
    tick();
  });
}

const NOBODY = new Int32Array(new SharedArrayBuffer(4));

/** A generator that spins would keep the server's own threads from a processor. */
function pause(ms: number): void {
  if (ms > 0) Atomics.wait(NOBODY, 0, 0, ms);
}
