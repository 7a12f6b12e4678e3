import { spawn } from 'node:child_process';

/** Waits for a process to be gone, then removes the container. */
const REAPER = 'while kill -0 "$1" 2>/dev/null; do sleep 0.5; done; docker rm --force "$2"';

/**
 * Replaces testcontainers' reaper where its image can't be had: takes the container away when this process ends
 * without stopping it, however that happens.
 *
 * @returns calls it off
 */
export function reapContainer(id: string): () => void {
  const reaper = spawn('sh', ['-c', REAPER, 'reaper', String(process.pid), id], {
    detached: true,
    stdio: 'ignore',
  });
  reaper.on('error', () => {}); // without a shell, as on Windows: then only an orderly end takes it away
  reaper.unref();
  return () => void reaper.kill();
}
