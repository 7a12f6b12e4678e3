import { write } from 'node:fs';
import { readyDescriptor, writeReady } from './ready-descriptor.js';

export interface AuditWriterLimits {
  /** Milliseconds after which an unwritten line counts as lost, because the reader may have stopped reading. */
  readonly timeout: number;
  /** The number of characters that may wait while another write is in progress. */
  readonly backlog: number;
}

const LIMITS: AuditWriterLimits = { timeout: 5_000, backlog: 16 * 1024 * 1024 };
/**
 * Milliseconds before the first retry of a write to a full non-blocking pipe. A reader that is reading empties the pipe
 * faster; for one that is not, the delay doubles with each retry.
 */
const RETRY = 1;
const LONGEST_RETRY = 16;
/** The longest time in milliseconds that a line waits for other lines if no answer depends on it. */
const LATER = 20;
/**
 * The number of bytes that are written at once without waiting for more: a larger group would gain nothing, and an
 * answer waits for the write.
 */
const MANY = 16 * 1024;

/**
 * Writes lines to a file descriptor in groups: all lines that are added in one turn of the event loop are one write,
 * unless they are large. Unlike a stream, the writer tells each caller whether the caller's own lines were written.
 */
export class AuditWriter {
  #pending = '';
  /** The bytes that were added before `#pending`. */
  #bytes: Buffer[] = [];
  #bytesLength = 0;
  #group: Group | undefined;
  /** The group that is being written. */
  #writing: Group | undefined;
  #failure: Error | undefined;
  /** True while a timer runs for lines of `writeLater`. */
  #isLater = false;
  /**
   * A descriptor on which writes never block; it takes as many bytes as fit. A worker thread, which may block, writes
   * the rest at twice the cost.
   */
  readonly #ready: number | undefined;
  readonly #flush = (): void => this.#writeGroups();

  constructor(
    private readonly fd: number,
    private readonly limits = LIMITS,
  ) {
    this.#ready = readyDescriptor(fd);
  }

  /** The error of the last write; `undefined` if the write succeeded. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Adds one line as text, or many lines as bytes. Both include the newlines. */
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

  /**
   * Adds a line that is written with the next group, or after 20 ms at the latest. Each separate write costs one system
   * call here and one in the reader.
   */
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

  /** Resolves when all lines that were added so far are written. Rejects if a write fails. */
  written(): Promise<void> {
    this.#begin();
    return (this.#group ?? this.#writing)?.promise ?? Promise.resolve();
  }

  /** Opens a group for lines that `writeLater` added. */
  #begin(): void {
    if (this.#pending !== '') this.#group ??= this.#newGroup();
  }

  #keep(bytes: Buffer): void {
    const before = Buffer.from(this.#pending);
    this.#bytes.push(before, bytes);
    this.#bytesLength += before.length + bytes.length;
    this.#pending = '';
  }

  /** Returns all waiting lines as bytes, and removes them from the buffer. */
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

  /** Sets the deadline of a group that must wait for another write. */
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

/** Rejects the group's promise. For request lines, no handler is attached to this promise, so it gets an empty one. */
function fail({ promise, reject }: Group, error: Error): void {
  promise.catch(() => {});
  reject(error);
}
