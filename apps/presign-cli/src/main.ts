#!/usr/bin/env node
import { addAbortSignal } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { Interruption } from './command.js';
import { COMMANDS } from './commands.js';
import { ExitCode } from './exit-code.js';
import { run } from './run.js';

// Keeps V8's young generation at its first size. Of 5,000 small files, it would grow by 20 MB and save a tenth of the time.
setFlagsFromString('--semi-space-growth-factor=1');

const { argv, env, stdin, stdout, stderr } = process;
const aborter = new AbortController();

/** Aborts the command, so that it cleans up and ends. */
function interrupt(message: string, code: ExitCode): void {
  if (aborter.signal.aborted) return;
  aborter.abort(new Interruption(message, code));
  stderr.write(`${message}\n`);
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
function onSignal(): void {
  // Without a handler, a second signal ends the process at once, also if a call to the file system blocks.
  for (const signal of SIGNALS) process.off(signal, onSignal);
  interrupt('Interrupted. Run the same command again to continue.', ExitCode.interrupted);
}
for (const signal of SIGNALS) process.on(signal, onSignal);

const changesObjects = COMMANDS.find(({ name }) => name === argv[2])?.changes ?? false;
function onOutputError(error: NodeJS.ErrnoException): void {
  const isClosed = error.code === 'EPIPE'; // for example, the reader of `presign ls … | head` has ended
  const code = isClosed ? ExitCode.outputClosed : ExitCode.failed;
  const message = `The output can’t be written: ${isClosed ? 'its reader has ended' : error.message}.`;
  if (changesObjects) return interrupt(message, code);
  if (!isClosed) stderr.write(`${message}\n`);
  process.exit(code);
}
for (const stream of [stdout, stderr]) stream.on('error', onOutputError);

/** The milliseconds in which the reader of the output must read the rest if the command is interrupted. */
const LAST_OUTPUT = 1000;

/** Resolves when all output is written and all its errors have been emitted, or a while after an interruption. */
function outputEnds(): Promise<void> {
  return new Promise((resolve) => {
    const { signal } = aborter;
    const giveUp = (): void => void setTimeout(resolve, LAST_OUTPUT);
    stdout.write('', () => resolve());
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp);
  });
}

const code = await run(argv.slice(2), {
  env,
  stdin: addAbortSignal(aborter.signal, stdin),
  stdout,
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  isTerminal: stderr.isTTY,
  signal: aborter.signal,
});
await outputEnds();
process.exitCode = code;
// Requests that a silent server has not answered would keep an interrupted process running.
if (aborter.signal.aborted) process.exit((aborter.signal.reason as Interruption).code);
