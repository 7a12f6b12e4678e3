import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Sink } from '../download/sink.js';

/** Returns a sink that writes to a stream of Node, and ends it unless it is a standard stream of the process. */
export function nodeWritableSink(stream: Writable): Sink {
  return {
    isOrdered: true,
    isCopying: false,
    write: async (_, bytes) => {
      if (stream.errored) throw stream.errored;
      if (!stream.write(bytes)) await once(stream, 'drain');
    },
    finish: async () => {
      if (stream === process.stdout) return;
      stream.end();
      await finished(stream);
    },
    abort: (reason) => {
      if (stream !== process.stdout) stream.destroy(reason instanceof Error ? reason : undefined);
      return Promise.resolve();
    },
  };
}
