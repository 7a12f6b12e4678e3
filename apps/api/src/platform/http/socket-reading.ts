import type { Socket } from 'node:net';

type Handle = { reading: boolean; readStart(): void; readStop(): void } | null;

const handleOf = (socket: Socket): Handle => (socket as Socket & { readonly _handle: Handle })._handle;

/**
 * Stops reading at once. `Socket.pause` alone continues up to the high-water mark, with one Buffer per packet: 64 KiB
 * that arrive byte by byte would take 13 MB.
 */
export function stopReading(socket: Socket): void {
  const handle = handleOf(socket);
  if (handle?.reading) {
    handle.reading = false;
    handle.readStop();
  }
  socket.pause();
}

/** Resumes reading after `stopReading`. */
export function startReading(socket: Socket): void {
  const handle = handleOf(socket);
  if (handle?.reading === false) {
    handle.reading = true;
    handle.readStart();
  }
  socket.resume();
}
