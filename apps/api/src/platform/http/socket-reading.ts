import type { Socket } from 'node:net';

type Handle = { readStart(): void; readStop(): void } | null;

const handleOf = (socket: Socket): Handle => (socket as Socket & { readonly _handle: Handle })._handle;

/** The sockets whose handles don't read. */
const stopped = new WeakSet<Socket>();

/**
 * Stops reading at once. `Socket.pause` alone continues up to the high-water mark, with one Buffer per packet: 64 KiB
 * that arrive byte by byte would take 13 MB. The handle's property `reading` stays true, because the stream would
 * otherwise start the handle again in the next tick to fill its buffer.
 */
export function stopReading(socket: Socket): void {
  const handle = handleOf(socket);
  if (handle && !stopped.has(socket)) {
    stopped.add(socket);
    handle.readStop();
  }
  socket.pause();
}

/** Resumes reading after `stopReading`. */
export function startReading(socket: Socket): void {
  if (stopped.delete(socket)) handleOf(socket)?.readStart();
  socket.resume();
}
