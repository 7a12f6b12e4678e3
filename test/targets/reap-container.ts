import { spawn } from 'node:child_process';

/** A shell program that waits until a process has exited, and then removes the container. */
const REAPER = 'while kill -0 "$1" 2>/dev/null; do sleep 0.5; done; docker rm --force "$2"';

/**
 * Removes the container when this process exits without stopping it, even after a crash. It replaces the reaper of
 * testcontainers if the reaper's image isn't available.
 *
 * @returns a function that cancels the removal
 */
export function reapContainer(id: string): () => void {
  const reaper = spawn('sh', ['-c', REAPER, 'reaper', String(process.pid), id], {
    detached: true,
    stdio: 'ignore',
  });
  reaper.on('error', () => {}); // without a shell, as on Windows, only an orderly exit removes the container
  reaper.unref();
  return () => void reaper.kill();
}
