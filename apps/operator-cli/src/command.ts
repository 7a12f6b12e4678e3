import type { Readable } from 'node:stream';
import type { ExitCode } from './exit-code.js';
import type { Layout } from './kustomize/layout.js';

/** What a command reads from and prints to. */
export interface CliContext {
  readonly layout: Layout;
  readonly env: NodeJS.ProcessEnv;
  /** The folder that relative paths in arguments start from. */
  readonly cwd: string;
  readonly stdin: Readable;
  readonly out: (text: string) => void;
  /** Whether `out` is shown to a person. */
  readonly isTerminal: boolean;
  readonly err: (text: string) => void;
}

/** One command. The runner answers `--help`. */
export interface Command {
  /** The name of its npm script. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The arguments, such as `ID --audit FILE [OPTION]…`. */
  readonly usage: string;
  /** What `--help` says between the usage line and the exit codes. */
  readonly help: string;
  /** The arguments of one call, for the list of commands. */
  readonly example: string;
  /** @throws UsageError, or what `parseArgs` throws */
  readonly run: (args: readonly string[], context: CliContext) => ExitCode | Promise<ExitCode>;
}

/** The call is wrong. The message says how. */
export class UsageError extends Error {}
