import pino, { type Logger, type LoggerOptions } from 'pino';
import { eventFrame, eventLine } from '../fast-json/event-line.js';
import type { EventLines } from '../fast-json/event-lines.js';
import { isoTime } from '../fast-json/iso-time.js';
import { requestLine, type RequestCaller, type RequestLine } from '../fast-json/request-line.js';
import { Metrics } from '../metrics/metrics.js';
import { ApiError } from '../problems/api-error.js';
import { Spans } from '../tracing/spans.js';
import type { AttributedSessionEvent } from './attributed-session-event.js';
import type { AuditEvents } from './audit-line.js';
import { AuditWriter } from './audit-writer.js';
import { RewritingWriter } from './rewriting-writer.js';
import type { SessionEvent } from './session-event.js';
import type { SigningEvent } from './signing-event.js';
import type { StorageEvent } from './storage-event.js';

const OPTIONS: LoggerOptions = {
  base: null,
  timestamp: () => `,"time":"${isoTime()}"`,
  formatters: { level: (level) => ({ level }) },
};

/** Writes all output of the process as JSON lines to one file descriptor, with pino. */
export class Log {
  readonly #writer: AuditWriter;
  readonly #pino: Logger;

  constructor(
    fd: number,
    private readonly metrics = new Metrics(),
    private readonly spans = new Spans(),
    rewrite?: (lines: string) => string,
  ) {
    this.#writer = rewrite ? new RewritingWriter(fd, rewrite) : new AuditWriter(fd);
    this.#pino = pino(OPTIONS, this.#writer);
  }

  /**
   * Writes a request line. No answer waits for this write.
   *
   * @param caller the caller; left out if an audit event already names the caller
   */
  request(line: RequestLine, caller?: RequestCaller): void {
    this.#writer.writeLater(requestLine(line, isoTime(), caller));
  }

  /**
   * Writes signing events and resolves when they are written. The request must not be answered earlier.
   *
   * @throws ApiError `audit_unavailable` if the events can't be written
   */
  async signings(events: readonly SigningEvent[]): Promise<void> {
    const time = isoTime();
    for (const event of events) this.#writer.write(eventLine(event, eventFrame(event, time)));
    await this.#signed();
    for (const { tenant, action } of events) this.metrics.signed(tenant, action);
  }

  /** Writes the signing events of a batch, as `signings` does. */
  async batch(lines: EventLines): Promise<void> {
    const bytes = lines.bytes();
    if (bytes.length === 0) return;
    this.#writer.write(bytes);
    await this.#signed();
    for (const [tenant, action, { n }] of lines.counts) this.metrics.signed(tenant, action, n);
  }

  /** Writes storage events and resolves when they are written. The service must not change anything in S3 earlier. */
  storage(...events: readonly StorageEvent[]): Promise<void> {
    for (const event of events) this.#event('storage', event);
    return this.#audited('done');
  }

  async #signed(): Promise<void> {
    const start = performance.now();
    await this.#audited('signed');
    this.metrics.auditing.observe((performance.now() - start) / 1000);
  }

  /** Writes the event of a new upload session and resolves when it is written. */
  session(event: SessionEvent): Promise<void> {
    this.#event('upload session', event);
    return this.#audited('signed');
  }

  /** Writes that AWS issued a session for one subject. No answer waits for this write. */
  attributedSession(event: AttributedSessionEvent): void {
    this.#event('session', event);
  }

  #event<Message extends keyof AuditEvents>(message: Message, event: AuditEvents[Message]): void {
    this.notice(message, event);
  }

  #audited(what: 'signed' | 'done'): Promise<void> {
    return this.spans.within('audit', () =>
      this.#writer.written().catch((cause: unknown) => {
        throw auditUnavailable(what, cause);
      }),
    );
  }

  notice(message: string, fields: object = {}): void {
    this.#pino.info(fields, message);
  }

  warning(message: string, fields: object = {}): void {
    this.#pino.warn(fields, message);
  }

  /**
   * Writes an unexpected error. Its message may quote confidential text, so only its name and stack frames are written.
   */
  unexpected(error: unknown, requestId: string): void {
    this.metrics.unexpected.n++;
    const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: undefined };
    const frames = stack?.split('\n').filter((line) => line.startsWith('    at '));
    this.#pino.error({ requestId, error: name, frames }, 'unforeseen');
  }

  /** The reason why the last write to the log failed; `undefined` if it succeeded. */
  get failure(): string | undefined {
    return this.#writer.failure?.message;
  }

  /** Resolves when every line so far is written or has failed. */
  async flushed(): Promise<void> {
    await this.#writer.written().catch(() => {});
  }
}

const auditUnavailable = (what: 'signed' | 'done', cause: unknown): ApiError =>
  new ApiError(
    'audit_unavailable',
    `The audit event can’t be written, and nothing is ${what} without it. Try again.`,
    undefined,
    { cause },
  );
