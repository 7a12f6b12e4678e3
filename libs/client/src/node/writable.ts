import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Sink } from '../download/sink.js';
import { TransferError } from '../errors.js';

/** Returns a sink that writes to a stream of Node, and ends it unless it is a standard stream of the process. */
export function nodeWritableSink(stream: Writable): Sink {
  return {
    isOrdered: true,
    isCopying: false,
    write: async (_, bytes) => {
      requireOpen(stream);
      if (!stream.write(bytes)) await drained(stream);
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

const ignore = () => undefined;

/**
 * Does work that writes to a stream. Without a listener, an `error` event of the stream would end the process. The
 * sink throws the error instead.
 */
export async function catchingErrors<T>(stream: Writable, work: () => Promise<T>): Promise<T> {
  stream.on('error', ignore);
  try {
    return await work();
  } finally {
    // Another stream may report an error after it was destroyed.
    if (stream === process.stdout) stream.off('error', ignore);
  }
}

/** Waits until a stream takes more bytes. @throws the stream's error; TransferError if it is closed before */
async function drained(stream: Writable): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]);
  } finally {
    waiting.abort();
  }
  requireOpen(stream);
}

function requireOpen(stream: Writable): void {
  if (stream.errored) throw stream.errored;
  if (!stream.writable) {
    throw new TransferError('invalid_target', 'The stream was closed before all bytes were written.');
  }
}
