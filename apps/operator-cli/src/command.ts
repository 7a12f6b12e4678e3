import type { Readable } from 'node:stream';
import type { ExitCode } from './exit-code.js';
import type { Layout } from './kustomize/layout.js';

/** The input and output of a command. */
export interface CliContext {
  readonly layout: Layout;
  readonly env: NodeJS.ProcessEnv;
  /** The folder to which relative paths in arguments refer. */
  readonly cwd: string;
  readonly stdin: Readable;
  readonly out: (text: string) => void;
  /** Whether `out` is a terminal. */
  readonly isTerminal: boolean;
  readonly err: (text: string) => void;
}

/** One command. The runner handles `--help`. */
export interface Command {
  /** The name of its npm script. */
  readonly name: string;
  /** A one-line summary for the list of commands. */
  readonly summary: string;
  /** The arguments, such as `ID --audit FILE [OPTION]…`. */
  readonly usage: string;
  /** The text that `--help` prints between the usage line and the exit codes. */
  readonly help: string;
  /** The arguments of an example call, for the list of commands. */
  readonly example: string;
  /** Runs the command. @throws UsageError, or what `parseArgs` throws */
  readonly run: (args: readonly string[], context: CliContext) => ExitCode | Promise<ExitCode>;
}

/** An error in the arguments. The message says what is wrong. */
export class UsageError extends Error {}
