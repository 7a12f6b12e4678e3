import type { Readable, Writable } from 'node:stream';
import type { ExitCode } from './exit-code.js';

/** The input and output of a command. */
export interface CliContext {
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether `err` is a terminal, on which the command shows progress. */
  readonly isTerminal: boolean;
  /** Aborted if the command is to clean up and end. The reason is an `Interruption`, which was already reported. */
  readonly signal: AbortSignal;
}

/** One command. The runner handles `--help`. */
export interface Command {
  readonly name: string;
  /** A one-line summary for the list of commands. */
  readonly summary: string;
  /** The arguments, such as `TENANT:/KEY [OPTION]…`. */
  readonly usage: string;
  /** The text that `--help` prints below the usage line, with examples. */
  readonly help: string;
  /** The names of the command's options, for completion. */
  readonly options: readonly string[];
  /** Whether the command stores or removes something, so that it must clean up if its output can’t be written. */
  readonly changes?: boolean;
  /** Runs the command. @throws UsageError, ConfigurationError, TransferError, or what `parseArgs` throws */
  readonly run: (args: readonly string[], context: CliContext) => Promise<ExitCode>;
}

/** An error in the arguments. The message says what is wrong. */
export class UsageError extends Error {}

/** An error in the environment, because of which no request can succeed. The message names the variable. */
export class ConfigurationError extends Error {}

/** The reason why a command ends before it is done. */
export class Interruption extends Error {
  constructor(
    message: string,
    readonly code: ExitCode,
  ) {
    super(message);
  }
}
