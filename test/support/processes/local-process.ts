import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ready } from '../../../apps/local/src/ready-file.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const READY_TIMEOUT = 20_000;

/** The process of `npm start`, on free ports. */
export interface LocalProcess {
  readonly ready: Ready;
  readonly readyFile: string;
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Stops the process, and settles when it has ended. */
  stop(
    signal?: NodeJS.Signals,
  ): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

const DIRECTLY: Command = { command: process.execPath, args: ['scripts/start.mjs'] };

/** Starts the process. @throws Error with the output of the process if it does not become ready */
export async function startLocalProcess(
  args: readonly string[] = [],
  { command, args: first } = DIRECTLY,
): Promise<LocalProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'tenant-presign-test-'));
  const readyFile = join(folder, 'ready.json');
  const env = { ...process.env, PORT: '0', MANAGEMENT_PORT: '0', S3_PORT: '0' };
  const child = spawn(command, [...first, '--ready-file', readyFile, ...args], { cwd: ROOT, env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const gone = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on('close', (code, signal) => {
      void rm(folder, { recursive: true, force: true }).then(() => resolve({ code, signal }));
    }),
  );
  return {
    ready: await readiness(readyFile, child, () => stdout + stderr),
    readyFile,
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return gone;
    },
  };
}

async function readiness(file: string, child: ChildProcess, output: () => string): Promise<Ready> {
  for (const deadline = Date.now() + READY_TIMEOUT; Date.now() < deadline;) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return JSON.parse(text) as Ready;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGKILL');
  throw new Error(`not ready:\n${output()}`);
}
