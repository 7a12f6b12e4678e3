import { TransferError } from '#client';
import type { CliContext } from '../command.js';
import { ExitCode, exitCodeOf } from '../exit-code.js';
import { escapeText } from './escape.js';
import { bytesText } from './bytes-text.js';

/** What was done with one object. */
export interface Done {
  readonly operation: 'upload' | 'download' | 'copy' | 'remove';
  readonly source: string;
  readonly target?: string;
  /** Bytes. */
  readonly size?: number;
  readonly verified?: string;
  readonly [other: string]: unknown;
}

/** Milliseconds between two states of the progress line. */
const EVERY = 200;

/** Says what is done and what failed: in lines for people, or in JSON lines; and how far it is, on a terminal. */
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

  /** Of the command, by the first failure. */
  get exitCode(): ExitCode {
    return this.context.signal.aborted ? ExitCode.interrupted : this.#code;
  }

  done(done: Done): void {
    this.#finished += 1;
    this.#clear();
    if (this.isJson) return this.context.out(`${JSON.stringify(done)}\n`);
    const { operation, source, target, size, verified } = done;
    const about = [
      size === undefined ? [] : bytesText(size),
      verified === undefined ? [] : `verified: ${verified}`,
    ].flat();
    const where =
      target === undefined ? escapeText(source) : `${escapeText(source)} -> ${escapeText(target)}`;
    this.context.out(`${operation}: ${where}${about.length > 0 ? ` (${about.join(', ')})` : ''}\n`);
  }

  /** @param what it was about: a key or a path */
  failed(what: string, error: unknown): void {
    this.#failures += 1;
    if (this.#code === ExitCode.done) this.#code = exitCodeOf(error);
    this.#clear();
    this.context.err(
      this.isJson ? `${JSON.stringify(failureOf(what, error))}\n` : `${failureText(what, error)}\n`,
    );
  }

  /** What is left out, and why. */
  skipped(what: string, why: string): void {
    this.#clear();
    const text = this.isJson
      ? JSON.stringify({ skipped: what, why })
      : `${escapeText(what)}: skipped, ${why}`;
    this.context.err(`${text}\n`);
  }

  /** Bytes that have arrived, all files together. */
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

const codeOf = (error: unknown): string =>
  error instanceof TransferError ? error.code : ((error as NodeJS.ErrnoException).code ?? 'failed');

const failureOf = (what: string, error: unknown) => ({
  error: {
    code: codeOf(error),
    message: (error as Error).message,
    ...(error instanceof TransferError && error.requestId !== undefined && { requestId: error.requestId }),
  },
  about: what,
});

export function failureText(what: string, error: unknown): string {
  const request = error instanceof TransferError && error.requestId ? ` (request ${error.requestId})` : '';
  return `${escapeText(what)}: ${codeOf(error)}: ${escapeText((error as Error).message)}${request}`;
}
