import { closedLoop } from './closed-loop.ts';
import { Connection } from './connection.ts';
import type { LoadJob } from './job.ts';
import { openLoop } from './open-loop.ts';

// The load generator runs in a process of its own, so that it slows down neither the server nor the process that
// measures. It runs one job at a time.

process.on('message', (job: LoadJob) => void run(job));
process.on('disconnect', () => process.exit());

async function run(job: LoadJob): Promise<void> {
  const connections = await Promise.all(
    Array.from({ length: job.connections }, () => Connection.open(job.port)),
  );
  const result = await (job.rate === undefined ? closedLoop : openLoop)(job, connections);
  for (const connection of connections) connection.close();
  process.send!(result);
}
