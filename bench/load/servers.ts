import { ServerProcess, type ServerCommand } from './server-process.ts';

/** Starts all servers at once, passes them to a function, and stops them, even after an error. */
export async function withServers<Name extends string, Result>(
  commands: Readonly<Record<Name, ServerCommand>>,
  use: (servers: Readonly<Record<Name, ServerProcess>>) => Promise<Result>,
): Promise<Result> {
  const names = Object.keys(commands) as Name[];
  const started = await Promise.allSettled(names.map((name) => ServerProcess.start(commands[name])));
  const running = started.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  try {
    const failure = started.find((start) => start.status === 'rejected');
    if (failure) throw failure.reason as Error;
    return await use(
      Object.fromEntries(names.map((name, index) => [name, running[index]!])) as Record<Name, ServerProcess>,
    );
  } finally {
    await Promise.all(running.map((server) => server.stop()));
  }
}
