import type { CliContext } from '../command.js';
import { exitCodeOf } from '../exit-code-of.js';
import { ExitCode } from '../exit-code.js';
import { escapeText } from './escape.js';
import { bytesText } from './bytes-text.js';
import { failureJson, failureText } from './failure.js';
import { jsonLine } from './json-line.js';

/** The result of a transfer or a deletion of one object. */
export interface Done {
  readonly operation: 'upload' | 'download' | 'copy' | 'remove';
  readonly source: string;
  readonly target?: string;
  /** The size in bytes. */
  readonly size?: number;
  readonly verified?: string;
  readonly [other: string]: unknown;
}

/** The interval between two updates of the progress line, in milliseconds. */
const EVERY = 200;

/** Reports results and failures, as lines for people or as JSON lines. On a terminal, it also shows progress. */
export class Reporter {
  #loaded = 0;
  #finished = 0;
  #failures = 0;
  #code: ExitCode = ExitCode.done;
  #shownAt = 0;
  #isShown = false;
  readonly #startedAt = performance.now();

  constructor(
    private readonly context: CliContext,
    private readonly isJson: boolean,
  ) {}

  /** The exit code of the command, which the first failure determines. */
  get exitCode(): ExitCode {
    return this.#code;
  }

  done(done: Done): void {
    this.#finished += 1;
    this.#clear();
    if (this.isJson) return this.context.out(jsonLine(done));
    const { operation, source, target, size, verified } = done;
    const about = [
      size === undefined ? [] : bytesText(size),
      verified === undefined ? [] : `verified: ${verified}`,
    ].flat();
    const where =
      target === undefined ? escapeText(source) : `${escapeText(source)} -> ${escapeText(target)}`;
    this.context.out(`${operation}: ${where}${about.length > 0 ? ` (${about.join(', ')})` : ''}\n`);
  }

  /** Reports a failure. @param what the key or path that it is about */
  failed(what: string, error: unknown): void {
    this.#failures += 1;
    if (this.#code === ExitCode.done) this.#code = exitCodeOf(error);
    this.#clear();
    this.context.err((this.isJson ? failureJson : failureText)(what, error));
  }

  /** Reports an object or file that is skipped, with the reason. */
  skipped(what: string, why: string): void {
    this.#clear();
    const text = this.isJson ? jsonLine({ skipped: what, why }) : `${escapeText(what)}: skipped, ${why}\n`;
    this.context.err(text);
  }

  /** Adds bytes to the progress of all files together. */
  moved(bytes: number): void {
    this.#loaded += bytes;
    const now = performance.now();
    if (!this.context.isTerminal || now < this.#shownAt + EVERY) return;
    this.#shownAt = now;
    this.#isShown = true;
    const rate = bytesText((this.#loaded / (now - this.#startedAt)) * 1000);
    const failures = this.#failures > 0 ? `, ${this.#failures} failed` : '';
    this.context.err(`\r\u001b[K${this.#finished} done${failures}, ${bytesText(this.#loaded)}, ${rate}/s`);
  }

  #clear(): void {
    if (!this.#isShown) return;
    this.context.err('\r\u001b[K');
    this.#isShown = false;
  }
}
