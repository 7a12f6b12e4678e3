import type { Connection } from './connection.ts';
import type { LoadJob, LoadResult } from './job.ts';
import { Recorder } from './recorder.ts';

/**
 * Sends the next request on each connection as soon as its answer has come. This measures the maximum throughput of a
 * server.
 */
export function closedLoop(
  { requests, seconds }: LoadJob,
  connections: readonly Connection[],
): Promise<LoadResult> {
  const recorder = new Recorder();
  const start = performance.now();
  const end = start + seconds * 1000;
  let next = 0;
  let running = connections.length;
  return new Promise((done) => {
    const send = (connection: Connection) => {
      const due = performance.now();
      if (due >= end) {
        if (--running === 0) done(recorder.result((due - start) / 1000));
        return;
      }
      connection.send(requests[next++ % requests.length]!, (status) => {
        recorder.answered(status, due);
        send(connection);
      });
    };
    connections.forEach(send);
  });
}
