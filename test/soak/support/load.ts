import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from './caller.js';
import { HUNDRED } from './requests.js';

/** Milliseconds between two checks for requests that are due. */
const TICK = 2;

/**
 * Sends as many requests as are answered: each client sends the next as soon as it has an answer.
 *
 * @returns requests a second
 */
export async function closedLoop(caller: Caller, clients: number, seconds: number): Promise<number> {
  const start = performance.now();
  let sent = 0;
  const client = async () => {
    while (performance.now() - start < seconds * 1000) await caller.call(HUNDRED[sent++ % HUNDRED.length]!);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return sent / ((performance.now() - start) / 1000);
}

/**
 * Sends requests at a fixed rate, however slow the answers are. After `stop` is aborted, it waits for the last answer.
 */
export async function openLoop(caller: Caller, perSecond: number, stop: AbortSignal): Promise<void> {
  const start = performance.now();
  const pending = new Set<Promise<void>>();
  for (let sent = 0; !stop.aborted; await sleep(TICK)) {
    for (;;) {
      const due = start + (sent * 1000) / perSecond;
      if (due > performance.now()) break;
      const call = caller.call(HUNDRED[sent++ % HUNDRED.length]!, due);
      pending.add(call);
      void call.then(() => pending.delete(call));
    }
  }
  await Promise.all(pending);
}
