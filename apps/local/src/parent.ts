/** The interval between two checks, in milliseconds. */
const INTERVAL = 200;

/**
 * Stops the process when npm has ended, since npm does not pass on SIGTERM. Does nothing if npm did not start the
 * process.
 */
export function stopWithParent(stop: () => Promise<void>): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    void stop().finally(() => process.exit(0));
  }, INTERVAL);
  timer.unref();
}
