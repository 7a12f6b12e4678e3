import { setTimeout as sleep } from 'node:timers/promises';

const TIMEOUT = 15_000;

/** Settles when the condition is true. @throws Error if it does not become true in time */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  { timeout = TIMEOUT, every = 100 } = {},
): Promise<void> {
  for (const deadline = Date.now() + timeout; !(await condition()); await sleep(every)) {
    if (Date.now() > deadline) throw new Error(`not ${what} within ${timeout / 1000} s`);
  }
}
