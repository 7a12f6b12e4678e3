import type { Sink } from './sink.js';

/** Returns a sink that takes writes in any order and passes them on in order. Each write waits for those before it. */
export function inOrder(sink: Sink): Sink {
  const waiting = new Map<number, () => void>();
  let next = 0;
  return {
    ...sink,
    write: async (start, bytes) => {
      if (start !== next) await new Promise<void>((resolve) => waiting.set(start, resolve));
      await sink.write(start, bytes);
      next = start + bytes.byteLength;
      waiting.get(next)?.();
      waiting.delete(next);
    },
  };
}
