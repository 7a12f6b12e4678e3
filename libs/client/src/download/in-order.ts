import { untilAborted } from '../work/until-aborted.js';
import type { Sink } from './sink.js';

/**
 * Returns a sink that takes writes in any order and passes them on in order. Each write waits for those before it, and
 * is rejected when its signal is aborted. The writes after a rejected one are never passed on.
 */
export function inOrder(sink: Sink): Sink {
  const waiting = new Map<number, () => void>();
  let next = 0;
  return {
    ...sink,
    write: async (start, bytes, signal) => {
      if (start !== next) {
        await untilAborted(new Promise<void>((resolve) => waiting.set(start, resolve)), signal);
      }
      signal?.throwIfAborted();
      await untilAborted(sink.write(start, bytes), signal);
      next = start + bytes.byteLength;
      waiting.get(next)?.();
      waiting.delete(next);
    },
  };
}
