/** Milliseconds between looks. */
const INTERVAL = 200;

/** npm does not pass SIGTERM on to what it runs: when npm is gone, so are we. Outside npm, a parent may come and go. */
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
