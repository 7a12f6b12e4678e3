import type { Readable, Writable } from 'node:stream';
import type { ExitCode } from './exit-code.js';

/** What a command reads from and prints to. */
export interface CliContext {
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether `err` is shown to a person, who wants to see progress. */
  readonly isTerminal: boolean;
  readonly signal: AbortSignal;
}

/** One command. The runner answers `--help`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The arguments, such as `TENANT:/KEY [OPTION]…`. */
  readonly usage: string;
  /** What `--help` says below the usage line, with examples. */
  readonly help: string;
  /** Names of its options, for completion. */
  readonly options: readonly string[];
  /** @throws UsageError, TransferError, or what `parseArgs` throws */
  readonly run: (args: readonly string[], context: CliContext) => Promise<ExitCode>;
}

/** The call is wrong. The message says how. */
export class UsageError extends Error {}
