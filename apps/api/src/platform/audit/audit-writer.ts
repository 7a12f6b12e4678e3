import { write } from 'node:fs';
import { readyDescriptor, writeReady } from './ready-descriptor.js';

export interface AuditWriterLimits {
  /** Milliseconds until lines that could not be written count as lost: a reader may have stopped reading. */
  readonly timeout: number;
  /** Characters that may wait while a write is under way. */
  readonly backlog: number;
}

const LIMITS: AuditWriterLimits = { timeout: 5_000, backlog: 16 * 1024 * 1024 };
/** Milliseconds between attempts while a non-blocking pipe is full: who reads empties it in less; who doesn't, need not be asked as often. */
const RETRY = 1;
const LONGEST_RETRY = 16;
/** Milliseconds at most that a line waits for others, if no answer waits for it. */
const LATER = 20;
/** Bytes that are written at once: they would gain nothing by waiting for more, and an answer waits for them. */
const MANY = 16 * 1024;

/**
 * Lines to a file descriptor, grouped: what is added in one turn of the event loop is one write, but for what
 * is much. Unlike a stream, it tells each caller whether its own lines were written.
 */
export class AuditWriter {
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
  readonly #flush = (): void => this.#writeGroups();

  constructor(
    private readonly fd: number,
    private readonly limits = LIMITS,
  ) {
    this.#ready = readyDescriptor(fd);
  }

  /** Why the last write failed; `undefined` if it succeeded. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Adds a line, or many as bytes, with their newlines. */
  write(lines: string | Buffer): void {
    this.#group ??= this.#newGroup();
    if (this.#bytesLength + this.#pending.length + lines.length > this.limits.backlog) {
      fail(this.#group, new Error('too many lines wait to be written'));
      return;
    }
    if (typeof lines === 'string') this.#pending += lines;
    else this.#keep(lines);
    if (this.#bytesLength >= MANY) this.#writeGroups();
  }

  /** Adds a line that goes with the next write, or soon: each write costs a system call here and one for the reader. */
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
    const last = Buffer.from(this.#pending);
    this.#pending = '';
    if (this.#bytes.length === 0) return last;
    const parts = [...this.#bytes, last].filter(({ length }) => length > 0);
    this.#bytes = [];
    this.#bytesLength = 0;
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  #newGroup(): Group {
    const group = Promise.withResolvers<void>();
    if (this.#writing) this.#expect(group);
    else setImmediate(this.#flush);
    return group;
  }

  /** Of a group that can't be written at once. */
  #expect(group: Group): void {
    const deadline = setTimeout(() => {
      this.#failure = new Error(`not written within ${this.limits.timeout} ms`);
      fail(group, this.#failure);
    }, this.limits.timeout);
    const clear = () => clearTimeout(deadline);
    group.promise.then(clear, clear);
  }

  #writeGroups(): void {
    if (this.#writing) return;
    for (let group = this.#group; group; group = this.#group) {
      this.#group = undefined;
      const bytes = this.#take();
      const written = this.#ready === undefined ? 0 : writeReady(this.#ready, bytes);
      if (written < bytes.length) return this.#writeRest(group, bytes.subarray(written));
      this.#end(group);
    }
  }

  #end(group: Group, failure?: Error): void {
    this.#failure = failure;
    if (failure) fail(group, failure);
    else group.resolve();
  }

  #writeRest(group: Group, bytes: Buffer): void {
    this.#writing = group;
    this.#expect(group);
    const end = (failure?: Error) => {
      this.#writing = undefined;
      this.#end(group, failure);
      this.#writeGroups();
    };
    const step = (rest: Buffer, retry = RETRY) =>
      write(this.fd, rest, (error, count) => {
        if (error?.code === 'EAGAIN') setTimeout(step, retry, rest, Math.min(retry * 2, LONGEST_RETRY));
        else if (error || count === rest.length) end(error ?? undefined);
        else step(rest.subarray(count));
      });
    step(bytes);
  }
}

type Group = PromiseWithResolvers<void>;

/** Rejects the group. Its promise may have no handler, as for request lines. */
function fail({ promise, reject }: Group, error: Error): void {
  promise.catch(() => {});
  reject(error);
}
