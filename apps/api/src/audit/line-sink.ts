import { write } from 'node:fs';
import { readyDescriptor, writeReady } from './ready-descriptor.js';

export interface LineSinkLimits {
  /** Milliseconds until lines that could not be written count as lost: a reader may have stopped reading. */
  readonly timeout: number;
  /** Characters that may wait while a write is under way. */
  readonly backlog: number;
}

const LIMITS: LineSinkLimits = { timeout: 5_000, backlog: 16 * 1024 * 1024 };
/** Milliseconds between attempts while a non-blocking pipe is full. */
const RETRY = 10;
/** Milliseconds that lines wait for others at most, which are for nobody to wait for. */
const LATER = 20;

/**
 * Lines to a file descriptor, grouped: what is added in one turn of the event loop is one write. Unlike a stream,
 * it tells each caller whether its own lines were written.
 */
export class LineSink {
  #pending = '';
  /** What was added before `#pending` and came as bytes, or stood before bytes. */
  #bytes: Buffer[] = [];
  #bytesLength = 0;
  #group: Group | undefined;
  /** The group that is being written. */
  #writing: Group | undefined;
  #failure: Error | undefined;
  /** Whether a timer runs for lines that wait. */
  #isLater = false;
  /** Takes what can be written at once; a worker thread, which may wait, takes the rest and costs twice as much. */
  readonly #ready: number | undefined;

  constructor(
    private readonly fd: number,
    private readonly limits = LIMITS,
  ) {
    this.#ready = readyDescriptor(fd);
  }

  /** Why the last write failed; `undefined` while all is well. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Adds a line, or many as bytes, with their newlines. */
  write(lines: string | Buffer): void {
    this.#group ??= this.#newGroup();
    if (this.#bytesLength + this.#pending.length + lines.length > this.limits.backlog) {
      this.#group.reject(new Error('too many lines wait to be written'));
      return;
    }
    if (typeof lines === 'string') this.#pending += lines;
    else this.#keep(lines);
  }

  /** Adds a line that goes with the next write, or soon: each write costs the process, and whoever reads, a system call. */
  writeLater(line: string): void {
    if (this.#group || this.#pending.length + line.length > this.limits.backlog) return this.write(line);
    this.#pending += line;
    if (this.#isLater) return;
    this.#isLater = true;
    setTimeout(() => {
      this.#isLater = false;
      this.#begin();
    }, LATER);
  }

  /** Settles with all lines added so far; rejects where one of them could not be written. */
  written(): Promise<void> {
    this.#begin();
    return (this.#group ?? this.#writing)?.promise ?? Promise.resolve();
  }

  /** Of what waits for others. */
  #begin(): void {
    if (this.#pending !== '') this.#group ??= this.#newGroup();
  }

  #keep(bytes: Buffer): void {
    const before = Buffer.from(this.#pending);
    this.#bytes.push(before, bytes);
    this.#bytesLength += before.length + bytes.length;
    this.#pending = '';
  }

  /** All that waits. */
  #take(): Buffer {
    const parts = [...this.#bytes, Buffer.from(this.#pending)].filter(({ length }) => length > 0);
    this.#pending = '';
    this.#bytes = [];
    this.#bytesLength = 0;
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  #newGroup(): Group {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const deadline = setTimeout(() => {
      this.#failure = new Error(`not written within ${this.limits.timeout} ms`);
      reject(this.#failure);
    }, this.limits.timeout);
    promise.catch(() => {}).finally(() => clearTimeout(deadline)); // request lines are not waited for
    if (!this.#writing) setImmediate(() => void this.#flush());
    return { promise, resolve, reject };
  }

  async #flush(): Promise<void> {
    for (let group = this.#group; group; group = this.#group) {
      this.#writing = group;
      const bytes = this.#take();
      this.#group = undefined;
      const written = this.#ready === undefined ? 0 : writeReady(this.#ready, bytes);
      this.#failure = written === bytes.length ? undefined : await this.#writeAll(bytes.subarray(written));
      if (this.#failure) group.reject(this.#failure);
      else group.resolve();
    }
    this.#writing = undefined;
  }

  #writeAll(bytes: Buffer): Promise<Error | undefined> {
    return new Promise((end) => {
      const step = (rest: Buffer) =>
        write(this.fd, rest, (error, count) => {
          if (error?.code === 'EAGAIN') setTimeout(step, RETRY, rest);
          else if (error || count === rest.length) end(error ?? undefined);
          else step(rest.subarray(count));
        });
      step(bytes);
    });
  }
}

interface Group {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}
