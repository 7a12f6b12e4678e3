import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { ConfigurationError } from './command.js';

/**
 * Runs a command that prints a token. Errors contain neither its text nor its output, which may contain secrets.
 *
 * @param aborted ends the command, with all that it has started unless it can use a terminal
 * @throws ConfigurationError; the signal's reason
 */
export async function tokenOf(command: string, aborted: AbortSignal): Promise<string> {
  aborted.throwIfAborted();
  const isWindows = process.platform === 'win32';
  const [shell, option] = isWindows ? ['cmd', '/c'] : ['sh', '-c'];
  const hasOwnGroup = !isWindows && !hasTerminal();
  const child = spawn(shell, [option, command], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: hasOwnGroup,
  });
  const end = (): void => (hasOwnGroup ? endGroup(child) : void child.kill());
  aborted.addEventListener('abort', end);
  try {
    const [token, [status, signal]] = await Promise.all([
      text(child.stdout),
      once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
    ]);
    if (status === 0) return token;
    throw new ConfigurationError(
      `The command of PRESIGN_TOKEN_COMMAND ended with ${signal ? `the signal ${signal}` : `exit status ${status}`}.`,
    );
  } finally {
    aborted.removeEventListener('abort', end);
  }
}

/**
 * Returns whether the process has a terminal. A process group of its own is a session of its own in Node (`setsid`),
 * which has no terminal. But a command such as `ssh` asks for a password at the terminal, and the terminal sends Ctrl-C
 * to all processes of the group anyway.
 */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r+'));
    return true;
  } catch {
    return false;
  }
}

/** Ends the processes of the group that a child leads. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return; // it could not be started
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // all of them have ended
  }
}
