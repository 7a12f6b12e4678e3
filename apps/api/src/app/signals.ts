/**
 * Stops once, at the first SIGINT or SIGTERM; a second one ends the process at once. To be called first of all: the
 * kernel gives process 1 of a container no default for signals, so until then they are lost.
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
