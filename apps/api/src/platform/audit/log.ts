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

/** Everything that the process writes: JSON lines by pino, to one file descriptor. */
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

  /** Writes a request line, which no answer waits for. @param caller if no audit event names the caller */
  request(line: RequestLine, caller?: RequestCaller): void {
    this.#writer.writeLater(requestLine(line, isoTime(), caller));
  }

  /**
   * Settles when the events are written; nothing may be answered before.
   *
   * @throws ApiError `audit_unavailable`
   */
  async signings(events: readonly SigningEvent[]): Promise<void> {
    const time = isoTime();
    for (const event of events) this.#writer.write(eventLine(event, eventFrame(event, time)));
    await this.#signed();
    for (const { tenant, action } of events) this.metrics.signed(tenant, action);
  }

  /** The same for the events of a batch. */
  async batch(lines: EventLines): Promise<void> {
    const bytes = lines.bytes();
    if (bytes.length === 0) return;
    this.#writer.write(bytes);
    await this.#signed();
    for (const [tenant, action, { n }] of lines.counts) this.metrics.signed(tenant, action, n);
  }

  /** The same for what is to be done at S3: nothing may be done before. */
  storage(...events: readonly StorageEvent[]): Promise<void> {
    for (const event of events) this.#event('storage', event);
    return this.#audited('done');
  }

  async #signed(): Promise<void> {
    const start = performance.now();
    await this.#audited('signed');
    this.metrics.auditing.observe((performance.now() - start) / 1000);
  }

  /** The same for an upload session that begins. */
  session(event: SessionEvent): Promise<void> {
    this.#event('upload session', event);
    return this.#audited('signed');
  }

  /** Writes that a session of one subject began at AWS. No answer waits for it. */
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

  /** Writes an unexpected error. Its message may quote anything, so only its name and stack frames are written. */
  unexpected(error: unknown, requestId: string): void {
    this.metrics.unexpected.n++;
    const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: undefined };
    const frames = stack?.split('\n').filter((line) => line.startsWith('    at '));
    this.#pino.error({ requestId, error: name, frames }, 'unforeseen');
  }

  /** Why the log can't be written now; `undefined` while it can. */
  get failure(): string | undefined {
    return this.#writer.failure?.message;
  }

  /** Settles when all is written that can be. */
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
