/**
 * Calls `stop` at the first SIGINT or SIGTERM; a second signal ends the process at once. Call this before anything
 * else: for process 1 of a container, the kernel has no default action, so earlier signals are lost.
 */
export function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopping = true;
    void stop().finally(() => process.exit());
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
