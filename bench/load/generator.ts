import { closedLoop } from './closed-loop.ts';
import { Connection } from './connection.ts';
import type { LoadJob } from './job.ts';
import { openLoop } from './open-loop.ts';

// A process of its own: what it costs must not slow down the server, nor the one who measures. One job at a time.

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
